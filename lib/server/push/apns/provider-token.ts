import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Clock } from '@/lib/server/clock';
import type { ApnsCredentials } from '../app-keys';

/** A provider token and when it was signed (ms since 1970). */
export interface SignedToken {
  readonly jwt: string;
  readonly signedAt: number;
  /** Whether it was signed because APNs called the one before it expired. */
  readonly afterRefusal: boolean;
}

const minute = 60_000;

/** Apple wants a token renewed between 20 and 60 minutes (ios-shim.md, PushKit and APNs). */
const renewedAfter = 50 * minute;
const keptAtLeast = 20 * minute;

/** The provider token of one key: signed once, kept 50 minutes, renewed beside the one in use. */
export class ProviderToken {
  readonly #credentials: ApnsCredentials;
  readonly #clock: Clock;
  readonly #ready: (error?: Error) => void;
  #current: SignedToken | undefined;
  #signing = false;

  /** @param ready called whenever a token was signed, or could not be */
  constructor(credentials: ApnsCredentials, clock: Clock, ready: (error?: Error) => void) {
    this.#credentials = credentials;
    this.#clock = clock;
    this.#ready = ready;
  }

  /** The token to send now; undefined while there is none yet. */
  now(): SignedToken | undefined {
    if (this.#current === undefined) this.#sign(false);
    else if (this.#isStale(this.#current)) this.#sign(false);
    return this.#current;
  }

  /**
   * APNs called a token expired. Another one is signed, unless one was for that reason less than 20
   * minutes ago: APNs would answer `TooManyProviderTokenUpdates`.
   *
   * @returns whether it is worth to send again
   */
  renew(refused: SignedToken): boolean {
    if (refused !== this.#current) return true;
    const age = this.#clock.now() - refused.signedAt;
    if (refused.afterRefusal && age >= 0 && age < keptAtLeast) return false;
    this.#current = undefined;
    this.#sign(true);
    return true;
  }

  #isStale({ signedAt }: SignedToken): boolean {
    const age = this.#clock.now() - signedAt;
    // A clock that was set back makes a token of the future.
    return age >= renewedAfter || age < -minute;
  }

  #sign(afterRefusal: boolean): void {
    if (this.#signing) return;
    this.#signing = true;
    const signedAt = this.#clock.now();
    this.#write(signedAt)
      .then(
        (jwt) => {
          this.#current = { jwt, signedAt, afterRefusal };
          return undefined;
        },
        (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
      )
      .then((error) => {
        this.#signing = false;
        this.#ready(error);
      })
      .catch(() => undefined);
  }

  async #write(signedAt: number): Promise<string> {
    const { team, keyId, privateKey } = this.#credentials;
    return new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: keyId })
      .setIssuer(team)
      .setIssuedAt(Math.floor(signedAt / 1_000))
      .sign(createPrivateKey(privateKey));
  }
}
