import * as z from 'zod/mini';

/** What the way to the server, its relays and its backups have wrong, as the health screen shows it too. */
export const wayFindings = [
  'no_tls',
  'certificate_ended',
  'certificate_ends_soon',
  'certificate_not_yet',
  'certificate_other_host',
  'certificate_untrusted',
  'unreachable',
  'other_host',
  'other_server',
  'other_origin',
  'percent_refused',
  'proxy_not_trusted',
  'forged_address',
  'no_websocket',
  'buffered',
  'turn_off',
  'turn_unreachable',
  'turn_credentials',
  'turn_refused',
  'turn_private',
  'livekit_unreachable',
  'livekit_key',
  'livekit_door',
  'livekit_news',
  'backup_none',
  'backup_old',
] as const;

/** What `npm run doctor` finds wrong: for each of them it has words that say what to do. */
export const findings = [
  ...wayFindings,
  'turn_unasked',
  'clock_differs',
  'disk_little',
  'disk_full',
  'database_missing',
  'database_away',
  'database_damaged',
  'database_locked',
  'database_older',
  'database_newer',
  'database_unwritable',
] as const;

/** One of {@link wayFindings}. */
export const wayFindingSchema = z.enum(wayFindings);

/** One of {@link findings}. */
export type Finding = (typeof findings)[number];
