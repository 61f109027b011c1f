import type { Role } from '@/lib/platform/own';

/** The account behind a request, as far as use cases need it. */
export interface KnownAccount {
  readonly id: number;
  readonly organisation: number;
  readonly account: string;
  readonly address: string;
  readonly sipkey: string;
  readonly displayName: string;
  readonly role: Role;
}

/** A browser session, proved by its cookie. */
export interface BrowserAuthority {
  readonly kind: 'browser';
  readonly account: KnownAccount;
  readonly session: string;
}

/** A registration, proved by its token (platform-api.md, section 2). */
export interface RegistrationAuthority {
  readonly kind: 'registration';
  readonly account: KnownAccount;
  readonly registration: string;
  /** The physical device. */
  readonly device: string;
  /** Its part that registered: a row of `device`. */
  readonly part: string;
}

/** An account, proved by `x-cloud-basic`, Basic, or a fresh `sessionId`. */
export interface CredentialsAuthority {
  readonly kind: 'credentials';
  readonly account: KnownAccount;
  /** The account's hash when that was proved: another one since then ends the proof. */
  readonly passwordHash: string | null;
}

/** Whoever proved to be an account, in whichever way (platform-api.md 4, Who is calling). */
export type AccountAuthority = BrowserAuthority | RegistrationAuthority | CredentialsAuthority;

/** A participant, proved by its session token. */
export interface ParticipantAuthority {
  readonly kind: 'participant';
  readonly participant: string;
  readonly room: string;
}

/** One rung device of one invitation, proved by the one-time token. */
export interface RingAuthority {
  readonly kind: 'ring';
  readonly ring: string;
  readonly invitation: string;
  readonly room: string;
  /** The physical device that was rung: it decides. */
  readonly device: string;
  /** The physical device that it is by now, if it was paired since. */
  readonly physical: string;
  /** Its room is a meeting that legs carry: whoever comes may be the one whom they do not. */
  readonly mayOutgrowLegs: boolean;
}
