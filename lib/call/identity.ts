/** The integer id of an account (`results.id` of the sign-in, platform-api.md 1). */
export type AccountId = number;

/** One physical thing a person answers on (call-rules.md, the model). */
export type DeviceId = string;

/** A participant's uuid; `dial` reserves it before its person has answered. */
export type ParticipantId = string;

/** The id an invitation has on all channels (call-rules.md 9). */
export type InvitationId = string;

/** What media flows in. */
export type RoomId = string;

/** `gateway`: a point-to-point call; `conference`: a meeting (platform-api.md, vocabulary). */
export type RoomKind = 'gateway' | 'conference';
