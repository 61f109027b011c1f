import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as z from 'zod';
import { anyFreePort } from '@/scripts/ports.mjs';
import { joining, newsType, signatureOver } from '@/tests/support/livekit/news';
import { startLiveKit, type LiveKitServer } from '@/tests/support/livekit/server';
import { OutsideClient, type Proof } from '@/tests/support/outside/client';
import type { Answer } from '@/tests/support/outside/http';
import type { Participant } from '@/tests/support/outside/participant';
import { startTestServer, type TestServer } from '@/tests/support/server';

const liveKitMedia = z.object({ mode: z.literal('livekit'), url: z.string(), token: z.string() });
const answered = z.object({ result: z.object({ media: liveKitMedia }) });
const claims = z.object({ video: z.object({ room: z.string() }) });

/** What a participant may use of LiveKit. */
export type LiveKitMedia = z.infer<typeof liveKitMedia>;

type Who = 'alice' | 'bob' | 'carol';

/** What clients say who have LiveKit and legs for two. */
export const able = {
  ...{ direct_media: true, answer_by_event: true, max_peers: 1 },
  engines: ['direct', 'livekit'] as ('direct' | 'livekit')[],
};

/** Longest wait for something that is not to be measured, ms. */
export const patience = { timeout: 25_000, interval: 50 };

/** A Ringway beside the real LiveKit, whose webhooks reach it. */
export class LiveKitStage {
  readonly livekit: LiveKitServer;
  readonly server: TestServer;
  readonly client: OutsideClient;
  readonly #open: WebSocket[] = [];

  private constructor(livekit: LiveKitServer, server: TestServer) {
    this.livekit = livekit;
    this.server = server;
    this.client = new OutsideClient(server.url);
  }

  static async open(): Promise<LiveKitStage> {
    const port = await anyFreePort('127.0.0.1');
    const webhook = `http://127.0.0.1:${port}/api/livekit/webhook`;
    const livekit = await startLiveKit({ webhook });
    const settings = { PORT: String(port), ...livekit.settings };
    return new LiveKitStage(livekit, await startTestServer({ database: 'sqlite', settings }));
  }

  proofOf(who: Who): Proof {
    return { credentials: this.server.accounts[who] };
  }

  async meeting(): Promise<string> {
    const cookie = await this.client.signInForCookie(this.server.accounts.alice);
    return (await this.client.createMeeting(cookie, {})).address;
  }

  joins(address: string, who: Who): Promise<Participant> {
    return this.client.join(address, this.proofOf(who), able);
  }

  /** Three are in a meeting that LiveKit carries. */
  async three() {
    const address = await this.meeting();
    const host = await this.joins(address, 'alice');
    const guest = await this.joins(address, 'bob');
    const third = await vi.waitFor(() => this.joins(address, 'carol'), patience);
    return { address, host, guest, third };
  }

  /** Connects as LiveKit's client does, as far as its first answer; rejected where it refuses. */
  async connect({ url, token }: Pick<LiveKitMedia, 'url' | 'token'>): Promise<WebSocket> {
    const query = new URLSearchParams({ access_token: token, auto_subscribe: '1', protocol: '15' });
    const socket = new WebSocket(`${url}/rtc?${query.toString()}`);
    this.#open.push(socket);
    await once(socket, 'message');
    return socket;
  }

  /** What a participant may use of LiveKit now. */
  async mediaOf(person: Participant): Promise<LiveKitMedia> {
    return answered.parse((await person.post('refresh_session')).body).result.media;
  }

  /** Sends Ringway news of LiveKit, with its key's signature over it or over what else is given. */
  async tell(raw: string, { over = raw, secret = this.livekit.apiSecret } = {}): Promise<Answer> {
    const { apiKey } = this.livekit;
    const authorization = await signatureOver(over, { apiKey, apiSecret: secret });
    const headers = { 'content-type': newsType, authorization };
    return this.client.ask('/api/livekit/webhook', { method: 'POST', raw, headers });
  }

  /**
   * Tells it that somebody is there whose connection stands: LiveKit says so once packets came through, which the
   * connections of these tests have none of.
   */
  async tellOfJoining(room: string): Promise<void> {
    expect((await this.tell(joining(room))).status).toBe(200);
  }

  disconnectAll(): void {
    for (const socket of this.#open.splice(0)) socket.terminate();
  }

  async end(): Promise<void> {
    await this.server.stop();
    await this.livekit.stop();
  }
}

/** A stage for all tests of a suite; the returned function gives it inside a test. */
export function useLiveKit(): () => LiveKitStage {
  let stage: LiveKitStage | undefined;
  beforeAll(async () => {
    stage = await LiveKitStage.open();
  }, 60_000);
  afterEach(() => stage?.disconnectAll());
  afterAll(async () => stage?.end());
  return () => {
    if (stage === undefined) throw new Error('the stage is not open');
    return stage;
  };
}

/** Resolves once LiveKit has ended a connection. */
export function closed(socket: WebSocket): Promise<void> {
  return vi.waitFor(() => expect(socket.readyState).toBe(WebSocket.CLOSED), patience);
}

/** The room of LiveKit's that a token opens. */
export function roomOf({ token }: Pick<LiveKitMedia, 'token'>): string {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return claims.parse(JSON.parse(payload)).video.room;
}
