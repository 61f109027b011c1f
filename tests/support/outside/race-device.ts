import type { Credentials, Device, OutsideClient } from './client';
import { Conditions, fieldsOf, Inbox, openEvents, type StreamEvent } from './events';
import { incoming, incomingCancelled, type Incoming } from './shapes';

/** What one device was told, across all the streams that it has had. */
export class RaceDevice {
  readonly device: Device;
  /** By invitation. */
  readonly rings = new Map<string, Incoming>();
  /** By one-time token: each end that came, in order. */
  readonly ends = new Map<string, string[]>();
  /** By my participant: the events of its room. */
  readonly rooms = new Map<string, StreamEvent[]>();
  /** How often the stream was cut: an event under way at that moment may be lost. */
  cuts = 0;
  /** What came that never should. */
  readonly defects: string[] = [];
  readonly #fresh: Incoming[] = [];
  readonly #conditions = new Conditions();
  #lastEventId = '';

  constructor(device: Device) {
    this.device = device;
    for (const event of device.inbox.all) this.#take(event);
    this.#listenTo(device.inbox);
  }

  static async register(client: OutsideClient, who: Credentials): Promise<RaceDevice> {
    return new RaceDevice(await client.device(who));
  }

  /** Waits for the next ring by that caller which was not taken yet. */
  async rungBy(address: string): Promise<Incoming> {
    const taken: Incoming[] = [];
    await this.until(
      () => {
        const at = this.#fresh.findIndex((invited) => invited.remote_address === address);
        if (at >= 0) taken.push(...this.#fresh.splice(at, 1));
        return at >= 0;
      },
      () => `no ring by ${address}`,
    );
    const [invited] = taken;
    if (!invited) throw new Error('the ring vanished');
    return invited;
  }

  /** The state of its stream, for the text of a failure. */
  describe(): string {
    const { isClosed, all } = this.device.inbox;
    const brought = all.map((event) => `${event.id}:${event.name}`).slice(-6);
    return `cut ${this.cuts} times, ${isClosed ? 'closed' : 'open'}, ${brought.join(' ')}`;
  }

  endsOf(token: string): readonly string[] {
    return this.ends.get(token) ?? [];
  }

  /** What my participant heard of the room under that name, other than of itself. */
  heard(participant: string, name: string): StreamEvent[] {
    return (this.rooms.get(participant) ?? []).filter(
      (event) => event.name === name && fieldsOf(event).uuid !== participant,
    );
  }

  until(holds: () => boolean, missing: () => string): Promise<void> {
    return this.#conditions.until(holds, () => [missing(), ...this.defects].join('; '));
  }

  cut(): void {
    this.cuts += 1;
    this.device.cut();
  }

  /** Opens the stream again as an EventSource does: with the id of the last event it saw. */
  async reconnect(): Promise<void> {
    const { client, account, token } = this.device;
    const seen = this.#lastEventId;
    const inbox = new Inbox();
    this.#listenTo(inbox);
    const url = `${client.origin}/api/registrations/${encodeURIComponent(account)}/events`;
    this.device.stream = await openEvents(
      `${url}?token=${token}`,
      seen === '' ? {} : { 'last-event-id': seen },
      inbox,
    );
  }

  #listenTo(inbox: Inbox): void {
    inbox.listener = (event) => this.#take(event);
  }

  #take(event: StreamEvent): void {
    this.#lastEventId = event.id;
    if (event.name === 'incoming') this.#rung(event);
    else if (event.name === 'incoming_cancelled') this.#ended(event);
    else {
      const { participant } = fieldsOf(event);
      if (typeof participant === 'string') {
        this.rooms.set(participant, [...(this.rooms.get(participant) ?? []), event]);
      }
    }
    this.#conditions.changed();
  }

  #rung(event: StreamEvent): void {
    const { data: invited, error } = incoming.safeParse(event.data);
    if (!invited) this.defects.push(`incoming: ${error.message}`);
    else if (this.rings.has(invited.invitation)) {
      this.defects.push(`rung twice for invitation ${invited.invitation}`);
    } else {
      this.rings.set(invited.invitation, invited);
      this.#fresh.push(invited);
    }
  }

  #ended(event: StreamEvent): void {
    const { data, error } = incomingCancelled.safeParse(event.data);
    if (data) this.ends.set(data.token, [...this.endsOf(data.token), data.reason]);
    else this.defects.push(`incoming_cancelled: ${error.message}`);
  }
}
