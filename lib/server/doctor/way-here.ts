import { BlockList, isIP } from 'node:net';
import { createGunzip } from 'node:zlib';
import * as z from 'zod/mini';
import { failureSchema, successSchema } from '@/lib/platform/envelope';
import { configSchema } from '@/lib/platform/own';
import { probeEvents, probeGreeting, probeSchema, type Probe } from '@/lib/platform/probe';
import { ask, open, upgrade, type Place } from './ask';
import { fail, ok, said, warn, type Check } from './check';

/** An address that nobody has (RFC 5737), to claim in a forged header. */
const nobody = '192.0.2.77';

/** The misdirected request of HTTP: how the server refuses a Host that is not its own. */
const misdirected = 421;

/** Whether an origin leads to a Ringway that knows itself by it. */
export async function checkOrigin(place: Place): Promise<Check> {
  const { origin } = place;
  let answer;
  try {
    answer = await ask(place, '/api/config');
  } catch (error) {
    return fail('origin', 'unreachable', `${origin}: ${said(error)}`);
  }
  if (answer.status === misdirected) return fail('origin', 'other_host', origin);
  const config = z.safeParse(successSchema(configSchema), parsed(answer.text));
  if (answer.status !== 200 || !config.success) {
    return fail('origin', 'other_server', `${origin}: HTTP ${answer.status}`);
  }
  const own = config.data.result.origin;
  const isOther = own !== origin && new URL(own).hostname === new URL(origin).hostname;
  return isOther ? fail('origin', 'other_origin', `${origin} ≠ ${own}`) : ok('origin', origin);
}

/**
 * Whether the doubled `%` of some outside clients' paths (platform-api.md 2) comes through: nothing, where Ringway
 * itself answers. No account has this name, and nothing is sent with it.
 */
export async function checkDoubledPercent(place: Place): Promise<Check[]> {
  try {
    const { status, text } = await ask(place, '/api/registrations/nobody%%40nowhere/events');
    const isOurs = z.safeParse(failureSchema, parsed(text)).success;
    return isOurs ? [] : [warn('origin', 'percent_refused', `%% in a path: HTTP ${status}`)];
  } catch (error) {
    return [warn('origin', 'percent_refused', said(error))];
  }
}

/** Whether the server knows its clients' addresses, and from nobody's word but its proxy's. */
export async function checkAddress(
  place: Place,
  trustedProxies: readonly string[],
): Promise<Check> {
  try {
    const seen = await probe(place);
    if (seen.proxy === 'untrusted') return warn('address', 'proxy_not_trusted', seen.address);
    if (isAmong(seen.address, trustedProxies)) {
      // Whoever is trusted may claim what it likes: only from elsewhere can this be tried.
      return ok('address', { kind: 'trusted_client', address: seen.address });
    }
    const headers = { 'x-forwarded-for': nobody, 'x-real-ip': nobody, forwarded: `for=${nobody}` };
    const forged = await probe(place, headers);
    return forged.address === nobody
      ? fail('address', 'forged_address', {
          kind: 'forged',
          claimed: forged.address,
          address: seen.address,
        })
      : ok('address', { kind: 'client', address: seen.address, proxy: seen.proxy });
  } catch (error) {
    return fail('address', 'unreachable', said(error));
  }
}

/** Whether a proxy passes WebSockets, both ways. */
export async function checkWebSocket(place: Place): Promise<Check> {
  try {
    const start = performance.now();
    const came = await upgrade(place, '/wapi/probe');
    if (came.kind === 'refused') {
      return fail('websocket', 'no_websocket', `HTTP ${came.status}`);
    }
    const isOurs = came.first.includes(probeGreeting);
    return isOurs
      ? ok('websocket', { kind: 'socket', ms: since(start) })
      : fail('websocket', 'no_websocket', { kind: 'silent_socket' });
  } catch (error) {
    return fail('websocket', 'no_websocket', said(error));
  }
}

/** Whether events come one by one, and not all at the end. */
export async function checkEvents(place: Place): Promise<Check> {
  try {
    const start = performance.now();
    const response = await open(place, '/api/probe/events', { 'accept-encoding': 'gzip' });
    const isStream = response.headers['content-type']?.startsWith('text/event-stream') ?? false;
    if (!isStream) return fail('events', 'other_server', `HTTP ${response.statusCode ?? 0}`);
    const isPacked = response.headers['content-encoding'] === 'gzip';
    const text = isPacked ? response.pipe(createGunzip()) : response;
    let first: number | undefined;
    let got = '';
    for await (const part of text) {
      got += String(part);
      if (got.includes('event: probe')) first ??= since(start);
    }
    return judgeEvents(first, since(start), got.split('event: probe').length - 1);
  } catch (error) {
    return fail('events', 'unreachable', said(error));
  }
}

/** Times in ms: of the first event, and of the end. */
function judgeEvents(first: number | undefined, end: number, count: number): Check {
  const came = { kind: 'events', count, first: first ?? null, last: end } as const;
  if (first === undefined || count < probeEvents.count) return fail('events', 'buffered', came);
  // They are sent over twice this time: less between the first and the last, and they were held.
  return end - first < probeEvents.apart ? fail('events', 'buffered', came) : ok('events', came);
}

async function probe(place: Place, headers: Record<string, string> = {}): Promise<Probe> {
  const { text, status } = await ask(place, '/api/probe', headers);
  const answer = z.safeParse(successSchema(probeSchema), parsed(text));
  if (!answer.success) throw new Error(`${place.origin}/api/probe: HTTP ${status}`);
  return answer.data.result;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAmong(address: string, networks: readonly string[]): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', bits] = network.split('/');
    const family = isIP(base) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(
      base,
      bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits),
      family,
    );
  }
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(plain) !== 0 && list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

function since(start: number): number {
  return Math.round(performance.now() - start);
}
