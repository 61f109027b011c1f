import * as z from 'zod/mini';

/**
 * What `npm run doctor` and the health screen find wrong. The page and the command each have words for every
 * one: what it means and what to do.
 */
export const findings = [
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
  'proxy_not_trusted',
  'forged_address',
  'no_websocket',
  'buffered',
  'turn_off',
  'turn_unasked',
  'turn_unreachable',
  'turn_credentials',
  'turn_refused',
  'turn_private',
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
  'backup_none',
  'backup_old',
] as const;

/** One of {@link findings}. */
export const findingSchema = z.enum(findings);

/** See {@link findings}. */
export type Finding = z.infer<typeof findingSchema>;
