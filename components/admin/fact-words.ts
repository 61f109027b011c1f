import type { useFormatter, useTranslations } from 'use-intl';

import type { Fact } from '@/lib/platform/facts';

type FactMessages = ReturnType<typeof useTranslations<'admin.health.fact'>>;
type Formatter = Pick<ReturnType<typeof useFormatter>, 'number' | 'dateTime'>;

/** A fact in the language of a page. `t`: messages `admin.health.fact`. */
export function factWords(fact: Fact, t: FactMessages, format: Formatter): string {
  switch (fact.kind) {
    case 'answer':
      return t('answer', { ...fact, who: databases[fact.who] ?? fact.who });
    case 'no_answer':
      return t('no_answer', { who: databases[fact.who] ?? fact.who });
    case 'apart':
      return t('apart', { ms: Math.round(fact.ms) });
    case 'room': {
      const { free, size } = fact;
      const share = format.number(size === 0 ? 0 : free / size, {
        style: 'percent',
        maximumFractionDigits: 0,
      });
      return t('room', { free: amount(free, format), size: amount(size, format), share });
    }
    case 'secret_file':
      return t('secret_file', { file: fact.file, mode: fact.mode, open: String(fact.open) });
    case 'certificate': {
      const { subject, days, until, objection } = fact;
      const left = { subject, days, until: format.dateTime(until, { dateStyle: 'medium' }) };
      const words = days < 0 ? t('certificate_over', left) : t('certificate', left);
      return objection === '' ? words : `${words} (${objection})`;
    }
    case 'events': {
      const { count, first, last } = fact;
      return first === null ? t('no_events', { last }) : t('events', { count, first, last });
    }
    case 'backup': {
      const at = format.dateTime(fact.at, { dateStyle: 'medium', timeStyle: 'short' });
      return t('backup', { at, file: fact.file });
    }
    case 'devices':
      return t('devices', { count: fact.count });
    case 'client':
      return t('client', { address: fact.address, proxy: fact.proxy });
    case 'trusted_client':
      return t('trusted_client', { address: fact.address });
    case 'forged':
      return t('forged', { claimed: fact.claimed, address: fact.address });
    case 'socket':
      return t('socket', { ms: fact.ms });
    case 'relay':
      return t('relay', { url: fact.url, address: fact.address, ms: fact.ms });
    case 'no_livekit':
      return t('no_livekit', { people: fact.people });
    case 'livekit_door':
      return t('livekit_door', { url: fact.url, ms: fact.ms });
    case 'livekit_news':
      return t('livekit_news', { ms: fact.ms });
    case 'no_certificate':
    case 'silent_socket':
    case 'no_relays':
    case 'no_livekit_news':
    case 'no_backup':
      return t(fact.kind);
  }
}

const databases: Readonly<Record<string, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' };

/** Bytes in the unit that people read on a disk: three figures at most. */
function amount(bytes: number, format: Formatter): string {
  const [divisor, unit] =
    bytes >= 1e12
      ? ([1e12, 'terabyte'] as const)
      : bytes >= 1e9
        ? ([1e9, 'gigabyte'] as const)
        : ([1e6, 'megabyte'] as const);
  return format.number(bytes / divisor, { style: 'unit', unit, maximumSignificantDigits: 3 });
}
