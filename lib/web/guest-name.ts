import { profileShelf } from './storage';

const key = 'guest-name';

/** The name that a guest gave last in this profile, so that it is typed once. */
export const guestName = {
  kept: (): string => profileShelf.read(key) ?? '',
  keep: (name: string): void => profileShelf.write(key, name),
};
