import { randomUUID } from 'node:crypto';
import type { Settings } from '@/lib/server/settings';
import type { Place } from './ask';
import { checkBackup } from './backup-age';
import { checkCertificate } from './certificate';
import { warn, type Check } from './check';
import { checkOriginClock } from './clock';
import { checkDatabase } from './database';
import { checkDisk } from './disk';
import { checkLiveKit } from './livekit';
import { checkTurn } from './turn';
import {
  checkAddress,
  checkDoubledPercent,
  checkEvents,
  checkOrigin,
  checkWebSocket,
} from './way-here';

/** What an examination may be told beside the settings. */
export interface ExaminationOptions {
  /** PEM of an authority that certificates may be of, instead of the system's. */
  readonly authority?: string | undefined;
  /** The address to ask from. */
  readonly localAddress?: string | undefined;
  /** ms since 1970; this machine's clock if not given. */
  readonly now?: (() => number) | undefined;
}

/** Everything, on the server's own machine with its settings. */
export async function examineServer(
  settings: Settings,
  options: ExaminationOptions = {},
): Promise<Check[]> {
  const now = options.now ?? Date.now;
  const groups = await Promise.all([
    examineWay(settings.origin, settings.trustedProxies, options),
    checkTurn(settings, now(), options.authority),
    examineLiveKit(settings, settings.origin, options, true),
    checkDisk(settings.data),
    checkDatabase(settings, now),
    settings.databaseUrl === null ? checkBackup(settings.data, now()) : [],
  ]);
  return groups.flat();
}

/** What can be seen from elsewhere: the way to the server, and its relays where their settings are given. */
export async function examineFrom(
  url: string,
  settings: Pick<Settings, 'turn' | 'livekit' | 'meshSize'>,
  options: ExaminationOptions = {},
): Promise<Check[]> {
  const now = options.now ?? Date.now;
  const turn =
    settings.turn === null
      ? [warn('turn', 'turn_unasked', 'TURN_URLS is not set here')]
      : checkTurn(settings, now(), options.authority);
  const { origin } = new URL(url);
  const groups = await Promise.all([
    examineWay(origin, [], options),
    turn,
    settings.livekit === null ? [] : examineLiveKit(settings, origin, options, false),
  ]);
  return groups.flat();
}

/** LiveKit as this machine sees it, which is the server's own or another. */
export function examineLiveKit(
  settings: Pick<Settings, 'livekit' | 'meshSize'>,
  origin: string,
  { authority, localAddress, now = Date.now }: ExaminationOptions,
  onItsMachine: boolean,
): Promise<Check[]> {
  const place = { origin, localAddress };
  return checkLiveKit(settings, randomUUID(), { place, now, authority, onItsMachine });
}

/** The way from here to the server by its public address; where nothing answers, that is said once. */
export async function examineWay(
  origin: string,
  trustedProxies: readonly string[],
  { authority, localAddress, now = Date.now }: ExaminationOptions = {},
): Promise<Check[]> {
  const place: Place = { origin, localAddress };
  const [certificate, found] = await Promise.all([
    checkCertificate(origin, now(), authority),
    checkOrigin(place),
  ]);
  if (found.finding === 'unreachable') return [found];
  if (found.state === 'fail') return [certificate, found];
  const more = await Promise.all([
    checkDoubledPercent(place),
    checkAddress(place, trustedProxies),
    checkWebSocket(place),
    checkEvents(place),
    checkOriginClock(place, now),
  ]);
  return [certificate, found, ...more.flat()];
}
