/** On the profile's shelf: something of a person is kept here, and to be forgotten when they sign out. */
export const keptMark = 'kept';
