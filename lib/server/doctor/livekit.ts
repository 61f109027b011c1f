import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import * as z from 'zod/mini';
import { successSchema } from '@/lib/platform/envelope';
import { liveKitProbeSchema } from '@/lib/platform/probe';
import { liveKitProbeName } from '@/lib/server/media/livekit/livekit';
import type { LiveKitSettings } from '@/lib/server/media/livekit/settings';
import type { Settings } from '@/lib/server/settings';
import { ask, upgrade, type Place } from './ask';
import { checkCertificate } from './certificate';
import { fail, ok, said, warn, type Check } from './check';

/** How a check of LiveKit is made: from where, and whether its API is reached from there. */
export interface LiveKitCheck {
  /** Where Ringway is, which hears LiveKit's webhook. */
  readonly place: Place;
  readonly now: () => number;
  readonly authority?: string | undefined;
  /** From elsewhere a front keeps the API closed. */
  readonly onItsMachine: boolean;
}

/** How long (s) one request may take, and the token of a probe is good. */
const patience = 8;
const tokenSeconds = 60;

/** LiveKit's signalling protocol, as far as its first message. */
const protocol = '15';

/** How often Ringway is asked whether it heard of the probe, and how long apart (ms): LiveKit sends its news at once. */
const newsAsked = 20;
const newsApart = 250;

/**
 * Whether LiveKit does what Ringway needs: its API with the key, browsers' way in, and its webhook. A room of the
 * doctor's own is opened for that, and ended.
 */
export async function checkLiveKit(
  { livekit, meshSize }: Pick<Settings, 'livekit' | 'meshSize'>,
  id: string,
  check: LiveKitCheck,
): Promise<Check[]> {
  if (livekit === null) return [ok('livekit', { kind: 'no_livekit', people: meshSize })];
  const room = liveKitProbeName(id);
  const { apiUrl, apiKey, apiSecret } = livekit;
  const service = new RoomServiceClient(apiUrl.replace(/^ws/, 'http'), apiKey, apiSecret, {
    requestTimeout: patience,
    failover: false,
  });
  const api = check.onItsMachine ? [await checkApi(service, room, apiUrl)] : [];
  if (api.some(({ state }) => state === 'fail')) return api;
  try {
    const door = await checkDoor(livekit, room, check);
    if (door.some(({ state }) => state === 'fail') && !check.onItsMachine) return door;
    return [...api, ...door, ...(await checkNews(id, check))];
  } finally {
    // From elsewhere LiveKit ends it by itself, since nobody is in it.
    if (check.onItsMachine) await service.deleteRoom(room).catch(() => undefined);
  }
}

async function checkApi(service: RoomServiceClient, room: string, url: string): Promise<Check> {
  const start = performance.now();
  try {
    await service.createRoom({ name: room, emptyTimeout: tokenSeconds });
    const ms = Math.round(performance.now() - start);
    return ok('livekit', { kind: 'answer', who: 'LiveKit', ms });
  } catch (error) {
    const status = error instanceof Error && 'status' in error ? error.status : undefined;
    const finding = status === 401 || status === 403 ? 'livekit_key' : 'livekit_unreachable';
    return fail('livekit', finding, `${url}: ${said(error)}`);
  }
}

/** Whether browsers get in where they are told to: by a WebSocket, as far as LiveKit's first message. */
async function checkDoor(
  { url, apiKey, apiSecret }: LiveKitSettings,
  room: string,
  { place, now, authority }: LiveKitCheck,
): Promise<Check[]> {
  const { origin, pathname } = new URL(url.replace(/^ws/, 'http'));
  const token = new AccessToken(apiKey, apiSecret, { identity: 'doctor', ttl: tokenSeconds });
  token.addGrant({ roomJoin: true, room, canPublish: false, canSubscribe: false, hidden: true });
  // Nobody is in that room, so the token opens nothing to whoever else may answer there.
  const query = new URLSearchParams({ access_token: await token.toJwt(), protocol });
  const start = performance.now();
  try {
    const path = `${pathname.replace(/\/$/, '')}/rtc?${query.toString()}`;
    const came = await upgrade({ ...place, origin }, path);
    if (came.kind === 'refused') {
      return [fail('livekit', 'livekit_door', `${url}: HTTP ${came.status}`)];
    }
    if (came.first.length === 0) {
      return [fail('livekit', 'livekit_door', { kind: 'silent_socket' })];
    }
    const ms = Math.round(performance.now() - start);
    const certificate = await checkCertificate(origin, now(), authority);
    return [
      ok('livekit', { kind: 'livekit_door', url, ms }),
      // The server's own has a line of its own.
      ...(certificate.state === 'ok' || origin === place.origin
        ? []
        : [{ ...certificate, id: 'livekit' as const }]),
    ];
  } catch (error) {
    return [fail('livekit', 'unreachable', `${url}: ${said(error)}`)];
  }
}

const heardSchema = successSchema(liveKitProbeSchema);

/** Whether Ringway hears of it by the webhook; nothing, where Ringway itself is not reached. */
async function checkNews(id: string, { place }: LiveKitCheck): Promise<Check[]> {
  const start = performance.now();
  for (let n = 0; n < newsAsked; n += 1) {
    const answer = await ask(place, `/api/livekit/probe/${id}`).catch(() => undefined);
    const told = z.safeParse(heardSchema, parsed(answer?.text));
    if (!told.success) return [];
    if (told.data.result.heard) {
      const ms = Math.round(performance.now() - start);
      return [ok('livekit', { kind: 'livekit_news', ms })];
    }
    await new Promise((resolve) => setTimeout(resolve, newsApart));
  }
  return [warn('livekit', 'livekit_news', { kind: 'no_livekit_news' })];
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
