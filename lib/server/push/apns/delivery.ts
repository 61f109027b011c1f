import type { Clock } from '@/lib/server/clock';
import type { OutgoingPush, PushResult } from '../push';
import { readAnswer, type Answer } from './answers';
import type { ApnsChannel, Parcel } from './channel';
import type { SignedToken } from './provider-token';
import type { Reply, Request } from './session';
import type { AppKeyState } from './state';

/** What APNs did not read is sent again without end, but for a service that reads nothing ever. */
const mostUnread = 10;

/** What a delivery knows of its push beside the request. */
export type Ring = Pick<OutgoingPush, 'id' | 'expiresAt' | 'isDropped' | 'note'>;

/** Where a delivery happens. */
export interface DeliveryPlace {
  readonly channel: ApnsChannel;
  readonly state: AppKeyState;
  readonly clock: Clock;
}

/** A push on its way through a channel: its attempts, until one result (ios-shim.md, PushKit and APNs). */
export class Delivery implements Parcel {
  readonly request: Request;
  readonly queuedAt: number;
  readonly #push: Ring;
  readonly #place: DeliveryPlace;
  readonly #end: (result: PushResult) => void;
  #last: { readonly status: number | null; readonly reason: string } | undefined;
  #isRetry = false;
  #isRenewed = false;
  #unread = 0;

  constructor(
    push: Ring,
    request: Request,
    place: DeliveryPlace,
    end: (result: PushResult) => void,
  ) {
    this.#push = push;
    this.request = request;
    this.#place = place;
    this.#end = end;
    this.queuedAt = place.clock.now();
  }

  mayLeave(): boolean {
    const isOver = this.#isExpired();
    if (!isOver && !this.#push.isDropped()) return true;
    if (this.#last) this.#end({ state: 'failed', ...this.#last });
    else this.#end({ state: isOver ? 'expired' : 'dropped' });
    return false;
  }

  connecting(): void {
    this.#push.note('connecting');
  }

  sent(): void {
    this.#push.note('sent');
  }

  unreachable(reason: string): void {
    this.#end({ state: 'failed', status: null, reason });
  }

  replied(reply: Reply, token: SignedToken): void {
    switch (reply.kind) {
      case 'answered':
        this.#answered(reply.answer, token);
        return;
      case 'unread':
        this.#unread += 1;
        if (this.#unread > mostUnread) this.#once(null, 'the connection was lost');
        else this.#again('not read');
        return;
      case 'lost':
        this.#once(null, reply.reason);
    }
  }

  #answered(answer: Answer, token: SignedToken): void {
    const { status } = answer;
    const { state } = this.#place;
    const reading = readAnswer(answer);
    const reason = 'reason' in reading ? reading.reason : '';
    this.#push.note('answered', `${status} ${reason}`.trim());
    switch (reading.kind) {
      case 'accepted':
        state.good();
        this.#end({ state: 'accepted', status, providerId: answer.apnsId ?? this.#push.id });
        return;
      case 'gone':
        state.good();
        this.#end({ state: 'gone', status, reason, since: reading.since });
        return;
      case 'refused':
        state.refused(reading.about, status, reason, answer.date);
        this.#end({ state: 'refused', status, reason });
        return;
      case 'token_expired':
        this.#tokenExpired(answer, reason, token);
        return;
      case 'again':
        this.#once(status, reason);
    }
  }

  /** A token that was signed just now can only be expired where the clock is wrong. */
  #tokenExpired({ status }: Answer, reason: string, token: SignedToken): void {
    const { channel, state } = this.#place;
    if (!this.#isRenewed && channel.token.renew(token) && !this.#isExpired()) {
      this.#isRenewed = true;
      this.#last = { status, reason };
      this.#again(reason);
      return;
    }
    state.clockWrong(status, reason);
    this.#end({ state: 'refused', status, reason });
  }

  /** One immediate retry while the ring lasts. */
  #once(status: number | null, reason: string): void {
    this.#last = { status, reason };
    if (this.#isRetry || this.#isExpired()) {
      this.#place.state.failed(status, reason);
      this.#end({ state: 'failed', status, reason });
      return;
    }
    this.#isRetry = true;
    this.#again(reason);
  }

  #again(reason: string): void {
    this.#push.note('retrying', reason);
    this.#place.channel.resubmit(this);
  }

  #isExpired(): boolean {
    return this.#place.clock.now() >= this.#push.expiresAt;
  }
}
