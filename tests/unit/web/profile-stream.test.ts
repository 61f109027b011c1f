import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createApi } from '@/lib/web/api';
import { createProfileStream, type ProfileStream } from '@/lib/web/stream/profile-stream';
import type { TabMessage, Tabs } from '@/lib/web/stream/tabs';
import { fakeLocks } from './fake-locks';
import { memoryShelf } from './memory-shelf';

const owner = { account: 'bob@x', session: 's', deviceId: 'web__1', name: 'Chrome' };
const scope = { room: 'room', participant: 'me' };

/** What a tab opened: after which event, and a way to send more. */
interface Opened {
  readonly after: string;
  readonly send: (id: number | null, name: string, data: unknown) => Promise<void>;
}

let opened: Opened[] = [];

async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
}

beforeEach(() => {
  opened = [];
  vi.useFakeTimers();
  const shelf = memoryShelf();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => shelf.read(key),
    setItem: (key: string, value: string) => shelf.write(key, value),
  });
  vi.stubGlobal('fetch', (_path: string, init: RequestInit) => {
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (given) => {
        controller = given;
      },
    });
    opened.push({
      after: new Headers(init.headers).get('last-event-id') ?? '',
      async send(id, name, data) {
        const number = id === null ? '' : `id: ${id}\n`;
        const text = `${number}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
        controller?.enqueue(new TextEncoder().encode(text));
        await vi.advanceTimersByTimeAsync(0);
        await settle();
      },
    });
    return Promise.resolve(new Response(body));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A browser profile: its tabs share locks, storage and a channel. */
function profile() {
  const locks = fakeLocks();
  const channel = new Set<{ readonly of: string; readonly hear: (message: TabMessage) => void }>();
  const api = createApi(() =>
    Promise.resolve(
      new Response('{"status":"success","result":{"token":"t","expires":"120","device":"d"}}'),
    ),
  );
  return (id: string, inCall: () => boolean = () => false) => {
    const tabs: Tabs = {
      id,
      tell: (message) => {
        for (const one of channel) if (one.of !== id) one.hear(message);
      },
      listen: (listener) => {
        const entry = { of: id, hear: listener };
        channel.add(entry);
        return () => channel.delete(entry);
      },
    };
    const stream: ProfileStream = createProfileStream({
      api,
      tabs,
      locks,
      inCall,
      sessionStands: () => Promise.resolve(true),
    });
    const heard: string[] = [];
    stream.listen(({ name }) => heard.push(name));
    return { stream, heard };
  };
}

/** The one holds the stream, the other is in a call and wants it. */
async function twoTabs() {
  const open = profile();
  const ringing = open('one');
  ringing.stream.start(owner);
  await settle();
  const answering = open('two', () => true);
  answering.stream.start(owner);
  await settle();
  return { answering };
}

test('what a tab hears while the stream moves on is for the tab that is in the call', async () => {
  const { answering } = await twoTabs();
  const [first] = opened;
  // The server has sent it to the tab that held the stream, and will not send it again.
  await first?.send(1, 'participant_delete', { ...scope, uuid: 'u' });
  expect(answering.heard).toEqual(['participant_delete']);
  await answering.stream.takeOver();
  await settle();
  expect(opened.map(({ after }) => after)).toEqual(['0', '1']);
});

test('an event that comes both ways is heard once', async () => {
  const { answering } = await twoTabs();
  await opened[0]?.send(1, 'participant_delete', { ...scope, uuid: 'u' });
  await answering.stream.takeOver();
  await settle();
  // The new stream was opened before the event was noted as handled.
  await opened[1]?.send(1, 'participant_delete', { ...scope, uuid: 'u' });
  await opened[1]?.send(2, 'participant_delete', { ...scope, uuid: 'u' });
  expect(answering.heard).toEqual(['participant_delete', 'participant_delete']);
});

test('only the tab that holds the stream is told what rings', async () => {
  const open = profile();
  const [one, two] = [open('one'), open('two')];
  one.stream.start(owner);
  await settle();
  two.stream.start(owner);
  await settle();
  await opened[0]?.send(null, 'present', { invitations: [], rooms: [] });
  await opened[0]?.send(1, 'incoming_cancelled', { invitation: 'i', reason: 'cancelled' });
  await opened[0]?.send(2, 'calls_changed', null);
  expect(two.heard).toEqual(['calls_changed']);
});
