import type { Fact } from '@/lib/platform/facts';

/** A fact in the English of the command line; pages have words of their own. */
export function factWords(fact: Fact): string {
  switch (fact.kind) {
    case 'answer':
      return `${fact.who}: ${Math.round(fact.ms)} ms`;
    case 'no_answer':
      return `${fact.who}: no answer`;
    case 'devices':
      return String(fact.count);
    case 'apart':
      return `${Math.round(fact.ms)} ms`;
    case 'room':
      return `${amount(fact.free)} free, ${Math.round(share(fact) * 100)} %`;
    case 'secret_file':
      return `${fact.file}: ${fact.mode}`;
    case 'no_certificate':
      return 'none needed on this machine alone';
    case 'certificate': {
      const until = new Date(fact.until).toISOString().slice(0, 10);
      const left = fact.days < 0 ? `ended on ${until}` : `${daysLeft(fact.days)}, until ${until}`;
      const words = `${fact.subject}: ${left}`;
      return fact.objection === '' ? words : `${words} (${fact.objection})`;
    }
    case 'client':
      return `${fact.address}, proxy: ${fact.proxy}`;
    case 'trusted_client':
      return `${fact.address}, one of TRUSTED_PROXIES; try forged headers with --url`;
    case 'forged':
      return `${fact.claimed} instead of ${fact.address}`;
    case 'socket':
      return `open after ${fact.ms} ms`;
    case 'silent_socket':
      return 'it opens, and nothing comes';
    case 'events':
      return `first of ${fact.count} events after ${fact.first ?? '–'} ms, the last after ${fact.last} ms`;
    case 'relay':
      return `${fact.url}: a relay at ${fact.address} after ${fact.ms} ms`;
    case 'no_relays':
      return 'TURN_URLS is not set';
    case 'no_livekit':
      return `LIVEKIT_URL is not set; direct media carries ${fact.people} people`;
    case 'livekit_door':
      return `${fact.url}: open after ${fact.ms} ms`;
    case 'livekit_news':
      return `its webhook comes, after ${fact.ms} ms`;
    case 'no_livekit_news':
      return 'its webhook does not come';
    case 'backup':
      return `${new Date(fact.at).toISOString().slice(0, 16).replace('T', ' ')} UTC, ${fact.file}`;
    case 'no_backup':
      return 'none yet';
  }
}

function share({ free, size }: Extract<Fact, { kind: 'room' }>): number {
  return size === 0 ? 0 : free / size;
}

function amount(bytes: number): string {
  return bytes < 2 ** 30
    ? `${Math.round(bytes / 2 ** 20)} MiB`
    : `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

function daysLeft(days: number): string {
  return days === 1 ? '1 day left' : `${days} days left`;
}
