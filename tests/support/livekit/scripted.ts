import type { LiveKit, LiveKitGuest, LiveKitPresence } from '@/lib/server/media/livekit/livekit';

/** A LiveKit of the test's: it does what it is asked, and the test says who is connected. */
export class ScriptedLiveKit implements LiveKit {
  atHand: LiveKit['atHand'] = 'ready';
  /** What it turns out to be when it is looked at; undefined: what it was. */
  turnsOut: LiveKit['atHand'] | undefined;
  /** Who is connected, by room. */
  readonly connected = new Map<string, Set<string>>();
  /** Whom it takes no microphone of. */
  readonly silenced = new Set<string>();
  readonly tokens: { readonly room: string; readonly guest: LiveKitGuest }[] = [];
  /** What is asked of it fails. */
  broken = false;
  readonly #connectionOf = new Map<string, string>();
  #connections = 0;

  look(): Promise<void> {
    this.atHand = this.turnsOut ?? this.atHand;
    return Promise.resolve();
  }

  access(room: string, guest: LiveKitGuest) {
    this.tokens.push({ room, guest });
    return Promise.resolve({ url: 'wss://livekit.example.com', token: `${room} ${guest.uuid}` });
  }

  open(room: string): Promise<void> {
    return this.#does(() => this.connected.set(room, this.connected.get(room) ?? new Set()));
  }

  end(room: string): Promise<void> {
    return this.#does(() => this.connected.delete(room));
  }

  /** Somebody connects, with whatever token. */
  connects(room: string, uuid: string): void {
    this.#connections += 1;
    this.connected.set(room, (this.connected.get(room) ?? new Set()).add(uuid));
    this.#connectionOf.set(`${room} ${uuid}`, String(this.#connections));
  }

  inside(room: string): Promise<readonly LiveKitPresence[]> {
    const people = [...(this.connected.get(room) ?? [])];
    return Promise.resolve(
      people.map((uuid) => ({
        uuid,
        connection: this.#connectionOf.get(`${room} ${uuid}`) ?? '',
        hasMicrophone: !this.silenced.has(uuid),
      })),
    );
  }

  rooms(): Promise<readonly string[]> {
    return Promise.resolve([...this.connected.keys()]);
  }

  remove(room: string, uuid: string): Promise<void> {
    return this.#does(() => this.connected.get(room)?.delete(uuid));
  }

  permit(_room: string, { uuid, muted }: LiveKitGuest): Promise<void> {
    return this.#does(() => (muted ? this.silenced.add(uuid) : this.silenced.delete(uuid)));
  }

  webhook(): Promise<never> {
    return Promise.reject(new Error('nobody signs here'));
  }

  #does(what: () => unknown): Promise<void> {
    if (this.broken) return Promise.reject(new Error('LiveKit is broken'));
    what();
    return Promise.resolve();
  }
}
