import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { Finding } from '@/lib/platform/checks';
import { fail, ok, said, warn, type Check } from './check';

/** Below so many days left a certificate is not being renewed: ACME does so with a third of 90 left. */
const fewDays = 21;
const lastDays = 3;
const dayMilliseconds = 86_400_000;

/** How long (ms) a handshake may take. */
const patience = 8_000;

/** Whether browsers take the certificate of an origin, and for how long. `authority`: PEM beside the system's. */
export async function checkCertificate(
  origin: string,
  now: number,
  authority?: string,
): Promise<Check> {
  const { protocol, hostname, port } = new URL(origin);
  if (protocol !== 'https:') {
    if (isLoopback(hostname)) return ok('certificate', { kind: 'no_certificate' });
    return fail('certificate', 'no_tls', origin);
  }
  try {
    const host = hostname.replace(/^\[|\]$/g, '');
    const shown = await shownAt(host, port === '' ? 443 : Number(port), authority);
    return judge(shown, now);
  } catch (error) {
    return fail('certificate', 'unreachable', `${origin}: ${said(error)}`);
  }
}

/** Whether an address is of this machine alone: browsers give it camera and microphone without TLS. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/** A certificate as a server showed it. */
interface Shown {
  readonly subject: string;
  readonly from: number;
  readonly until: number;
  /** What a browser would object to, as OpenSSL or Node names it; empty: nothing. */
  readonly objection: string;
}

async function shownAt(host: string, port: number, authority?: string): Promise<Shown> {
  const socket = connect({
    ...{ host, port, rejectUnauthorized: false },
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(authority === undefined ? {} : { ca: authority }),
  });
  socket.setTimeout(patience, () => socket.destroy(new Error('no answer')));
  try {
    await once(socket, 'secureConnect');
    const { valid_from, valid_to, subject } = socket.getPeerCertificate();
    return {
      subject: [subject.CN].flat()[0] ?? host,
      from: Date.parse(valid_from),
      until: Date.parse(valid_to),
      objection: objectionOf(socket),
    };
  } finally {
    socket.destroy();
  }
}

/** Node's types promise an Error; it is a code. */
function objectionOf({ authorized, authorizationError }: TLSSocket): string {
  if (authorized) return '';
  const error: unknown = authorizationError;
  return error instanceof Error ? error.message : String(error);
}

function judge({ subject, from, until, objection }: Shown, now: number): Check {
  const days = Math.floor((until - now) / dayMilliseconds);
  const left = { kind: 'certificate', subject, days, until, objection: '' } as const;
  if (until <= now) return fail('certificate', 'certificate_ended', left);
  if (from > now) return fail('certificate', 'certificate_not_yet', left);
  if (objection !== '') return fail('certificate', findingOf(objection), { ...left, objection });
  if (days < lastDays) return fail('certificate', 'certificate_ends_soon', left);
  return days < fewDays
    ? warn('certificate', 'certificate_ends_soon', left)
    : ok('certificate', left);
}

function findingOf(objection: string): Finding {
  return /ALTNAME/.test(objection) ? 'certificate_other_host' : 'certificate_untrusted';
}
