import { ApiError, type Api } from '../api';
import { profileShelf } from '../storage';
import { createStore, type Store } from '../store';
import { keepEventStream, type EventStream, type StreamState } from './event-stream';
import { readEvent, type RawEvent, type StreamEvent } from './events';
import { createHeard, isNumbered, type Route } from './heard';
import { callLock, isHeld, seekLead, type Lead, type Locks } from './lead';
import { createRegistration, registrationPath, type DeviceRegistration } from './registration';
import type { Tabs } from './tabs';

/** Whose stream it is. */
export interface StreamOwner {
  readonly account: string;
  /** Id of the browser session: events are counted anew with each. */
  readonly session: string;
  readonly deviceId: string;
  /** For the list of devices: "Chrome, Linux". */
  readonly name: string;
}

/** The one event stream of a browser profile, as one of its tabs sees it (platform-api.md, section 6). */
export interface ProfileStream {
  readonly connection: Store<StreamState>;
  /** Whether this tab holds the stream: it rings, and its calls are served. */
  readonly leading: Store<boolean>;
  /** Id of this device, once registered. */
  readonly device: Store<string | null>;
  readonly start: (owner: StreamOwner) => void;
  readonly stop: () => void;
  readonly listen: (listener: (event: StreamEvent) => void) => () => void;
  /** Takes the stream into this tab and gives the token of the registration. */
  readonly takeOver: () => Promise<string>;
  /** The person is at this tab now: it takes the stream, unless another tab is in a call. */
  readonly attend: () => void;
  /** Looks whether the connection lives, at once. */
  readonly poke: () => void;
}

/** What the stream needs of its surroundings. */
export interface ProfileStreamParts {
  readonly api: Api;
  readonly tabs: Tabs;
  readonly locks: Locks | undefined;
  /** Whether this very tab is in a call: it keeps the stream then. */
  readonly inCall: () => boolean;
  /** A 401: whether the session still stands. */
  readonly sessionStands: () => Promise<boolean>;
}

/** Events that concern the tab that rings alone. */
const ofTheHolder: ReadonlySet<string> = new Set(['present', 'incoming', 'incoming_cancelled']);

/** Makes the profile's stream; nothing opens before `start`. */
export function createProfileStream(parts: ProfileStreamParts): ProfileStream {
  const { api, tabs, locks, inCall, sessionStands } = parts;
  const connection = createStore<StreamState>('connecting');
  const leading = createStore(false);
  const device = createStore<string | null>(null);
  const listeners = new Set<(event: StreamEvent) => void>();
  let started: { readonly lead: Lead; readonly registration: DeviceRegistration } | null = null;
  let stream: EventStream | null = null;

  const report = (): void => {
    if (leading.get()) {
      tabs.tell({ type: 'stream', state: connection.get(), device: device.get() });
    }
  };
  const noteHeard = createHeard();
  const deliver = (raw: RawEvent): void => {
    // The stream is on its way to the tab that is in a call: what this one hears meanwhile is for that one.
    const concernsAll = isNumbered(raw) && !ofTheHolder.has(raw.name);
    if (concernsAll) tabs.tell({ type: 'event', id: raw.id, name: raw.name, data: raw.data });
    hand(raw, 'stream');
  };
  const hand = (raw: RawEvent, route: Route): void => {
    if (noteHeard(raw, route) === 'known') return;
    const event = readEvent(raw);
    if (event) for (const listener of [...listeners]) listener(event);
  };

  const openStream = (owner: StreamOwner, registration: DeviceRegistration): EventStream =>
    keepEventStream({
      open: (lastEventId, signal) =>
        openRegistrationEvents(owner, registration, lastEventId, signal),
      lastEventId: rememberedEventId(owner),
      onEvent: deliver,
      onState: (state) => {
        connection.set(state);
        report();
      },
      onRefused: async (status) => {
        if (status !== 401) return true;
        registration.forget();
        return sessionStands();
      },
      random: Math.random,
    });

  const start = (owner: StreamOwner): void => {
    if (started) return;
    const registration = createRegistration(api, owner, (id) => {
      device.set(id);
      report();
    });
    const lead = seekLead(locks, {
      onLead: () => {
        leading.set(true);
        stream ??= openStream(owner, registration);
      },
      onLost: () => {
        leading.set(false);
        stream?.close();
        stream = null;
        registration.stop();
        // A tab in a call keeps the stream: without it the call hears nothing.
        if (inCall()) lead.take();
      },
    });
    started = { lead, registration };
    tabs.tell({ type: 'hello' });
  };

  tabs.listen((message) => {
    if (message.type === 'hello') report();
    if (message.type === 'event') hand({ ...message, id: message.id }, 'tab');
    if (leading.get()) return;
    if (message.type === 'stream') {
      connection.set(message.state);
      if (message.device !== null) device.set(message.device);
    }
  });

  return {
    connection,
    leading,
    device,
    start,
    stop() {
      stream?.close();
      stream = null;
      started?.registration.stop();
      started?.lead.stop();
      started = null;
      leading.set(false);
      device.set(null);
      connection.set('connecting');
    },
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    takeOver() {
      if (!started) return Promise.reject(new ApiError({ kind: 'network' }));
      started.lead.take();
      return started.registration.ensure();
    },
    attend() {
      const { lead } = started ?? {};
      if (!lead || lead.leads()) return;
      void isHeld(locks, callLock).then((elsewhere) => {
        if (!elsewhere || inCall()) lead.take();
      });
    },
    poke: () => stream?.poke(),
  };
}

async function openRegistrationEvents(
  owner: StreamOwner,
  registration: DeviceRegistration,
  lastEventId: string,
  signal: AbortSignal,
): Promise<Response> {
  let token: string;
  try {
    token = await registration.ensure();
  } catch (error) {
    // A refused registration is a refused stream.
    if (error instanceof ApiError && error.problem.kind === 'refused') {
      return new Response(null, { status: error.problem.status });
    }
    throw error;
  }
  return fetch(`${registrationPath(owner.account)}/events`, {
    headers: { accept: 'text/event-stream', token, 'last-event-id': lastEventId },
    cache: 'no-store',
    credentials: 'same-origin',
    signal,
  });
}

/** The profile's place in its events, so that a tab that takes over continues where the last one was. */
function rememberedEventId(owner: StreamOwner) {
  const key = 'last-event';
  return {
    read: () => {
      const [session, id] = profileShelf.read(key)?.split(' ') ?? [];
      return session === owner.session && id !== undefined ? id : '0';
    },
    write: (id: string) => {
      profileShelf.write(key, `${owner.session} ${id}`);
    },
  };
}
