import { createFormatter, createTranslator } from 'use-intl';
import { expect, test } from 'vitest';
import { factWords as pageWords } from '@/components/admin/fact-words';
import { english } from '@/components/i18n/messages/en';
import { chinese } from '@/components/i18n/messages/zh';
import { factSchema, type Fact } from '@/lib/platform/facts';
import { factWords as commandWords } from '@/lib/server/doctor/fact-words';

const noon = Date.UTC(2026, 5, 15, 12);
const certificate = { kind: 'certificate', subject: 'a.example', until: noon } as const;

interface Said {
  readonly fact: Fact;
  readonly command: string;
  readonly en: string;
  readonly zh: string;
}

const table: readonly Said[] = [
  {
    fact: { kind: 'answer', who: 'sqlite', ms: 3 },
    command: 'sqlite: 3 ms',
    en: 'SQLite answered within 3 ms',
    zh: 'SQLite 在 3 毫秒内响应',
  },
  {
    fact: { kind: 'no_answer', who: 'postgres' },
    command: 'postgres: no answer',
    en: 'PostgreSQL does not answer',
    zh: 'PostgreSQL 没有响应',
  },
  {
    fact: { kind: 'devices', count: 0 },
    command: '0',
    en: 'No device is connected',
    zh: '没有已连接的设备',
  },
  { fact: { kind: 'devices', count: 1 }, command: '1', en: '1 device', zh: '1 台设备' },
  {
    fact: { kind: 'apart', ms: 1234.4 },
    command: '1234 ms',
    en: '1,234 ms apart',
    zh: '相差 1,234 毫秒',
  },
  {
    fact: { kind: 'room', free: 69.5 * 2 ** 30, size: 139 * 2 ** 30 },
    command: '69.5 GiB free, 50 %',
    en: '74.6 GB free of 149 GB (50%)',
    zh: '剩余 74.6 GB，共 149 GB（50%）',
  },
  {
    fact: { kind: 'room', free: 200 * 2 ** 20, size: 2 ** 40 },
    command: '200 MiB free, 0 %',
    en: '210 MB free of 1.1 TB (0%)',
    zh: '剩余 210 MB，共 1.1 TB（0%）',
  },
  {
    fact: { kind: 'secret_file', file: '/data/secret.key', mode: '600', open: false },
    command: '/data/secret.key: 600',
    en: 'The server alone reads /data/secret.key (mode 600)',
    zh: '仅服务器可读取 /data/secret.key（权限 600）',
  },
  {
    fact: { kind: 'secret_file', file: '/data/secret.key', mode: '644', open: true },
    command: '/data/secret.key: 644',
    en: 'Others on this machine can read /data/secret.key (mode 644)',
    zh: '本机其他用户可读取 /data/secret.key（权限 644）',
  },
  {
    fact: { kind: 'no_certificate' },
    command: 'none needed on this machine alone',
    en: 'None is needed while only this machine opens it',
    zh: '仅在本机打开，无需证书',
  },
  {
    fact: { ...certificate, days: 1, objection: '' },
    command: 'a.example: 1 day left, until 2026-06-15',
    en: 'a.example: 1 day left, until Jun 15, 2026',
    zh: 'a.example：剩余 1 天，有效期至 2026年6月15日',
  },
  {
    fact: { ...certificate, days: -3, objection: 'CERT_HAS_EXPIRED' },
    command: 'a.example: ended on 2026-06-15 (CERT_HAS_EXPIRED)',
    en: 'a.example: ended on Jun 15, 2026 (CERT_HAS_EXPIRED)',
    zh: 'a.example：已于 2026年6月15日 过期 (CERT_HAS_EXPIRED)',
  },
  {
    fact: { kind: 'client', address: '192.0.2.1', proxy: 'none' },
    command: '192.0.2.1, proxy: none',
    en: '192.0.2.1, no proxy in between',
    zh: '192.0.2.1，中间没有代理',
  },
  {
    fact: { kind: 'trusted_client', address: '192.0.2.1' },
    command: '192.0.2.1, one of TRUSTED_PROXIES; try forged headers with --url',
    en: '192.0.2.1, one of the trusted proxies',
    zh: '192.0.2.1，属于受信任的代理',
  },
  {
    fact: { kind: 'forged', claimed: '192.0.2.77', address: '192.0.2.1' },
    command: '192.0.2.77 instead of 192.0.2.1',
    en: '192.0.2.77 was believed instead of 192.0.2.1',
    zh: '伪造的 192.0.2.77 被当成了 192.0.2.1',
  },
  {
    fact: { kind: 'socket', ms: 12 },
    command: 'open after 12 ms',
    en: 'Open after 12 ms',
    zh: '12 毫秒后打开',
  },
  {
    fact: { kind: 'silent_socket' },
    command: 'it opens, and nothing comes',
    en: 'It opens, and nothing comes',
    zh: '可以打开，但收不到数据',
  },
  {
    fact: { kind: 'events', count: 3, first: 5, last: 1405 },
    command: 'first of 3 events after 5 ms, the last after 1405 ms',
    en: '3 events: the first after 5 ms, the last after 1,405 ms',
    zh: '3 个事件：第一个在 5 毫秒后到达，最后一个在 1,405 毫秒后到达',
  },
  {
    fact: { kind: 'events', count: 0, first: null, last: 900 },
    command: 'first of 0 events after – ms, the last after 900 ms',
    en: 'No event came within 900 ms',
    zh: '900 毫秒内没有收到事件',
  },
  {
    fact: { kind: 'relay', url: 'turn:t.example', address: '192.0.2.9', ms: 20 },
    command: 'turn:t.example: a relay at 192.0.2.9 after 20 ms',
    en: 'turn:t.example: a relay at 192.0.2.9 after 20 ms',
    zh: 'turn:t.example：20 毫秒后获得中继 192.0.2.9',
  },
  {
    fact: { kind: 'no_relays' },
    command: 'TURN_URLS is not set',
    en: 'No relay is set up',
    zh: '尚未设置中继',
  },
  {
    fact: { kind: 'no_livekit', people: 4 },
    command: 'LIVEKIT_URL is not set; direct media carries 4 people',
    en: 'Not set up: direct media carries 4 people',
    zh: '尚未设置：直连媒体最多支持 4 人',
  },
  {
    fact: { kind: 'livekit_door', url: 'wss://l.example', ms: 20 },
    command: 'wss://l.example: open after 20 ms',
    en: 'wss://l.example: open after 20 ms',
    zh: 'wss://l.example：20 毫秒后打开',
  },
  {
    fact: { kind: 'livekit_news', ms: 3 },
    command: 'its webhook comes, after 3 ms',
    en: 'Its webhook comes, after 3 ms',
    zh: '3 毫秒后收到它的 webhook',
  },
  {
    fact: { kind: 'no_livekit_news' },
    command: 'its webhook does not come',
    en: 'Its webhook does not come',
    zh: '没有收到它的 webhook',
  },
  {
    fact: { kind: 'backup', at: noon, file: '/b/one' },
    command: '2026-06-15 12:00 UTC, /b/one',
    en: 'Jun 15, 2026, 12:00 PM, /b/one',
    zh: '2026年6月15日 12:00，/b/one',
  },
  { fact: { kind: 'no_backup' }, command: 'none yet', en: 'None yet', zh: '尚无备份' },
];

test.each(table)('the command line says “$command”', ({ fact, command, en, zh }) => {
  expect(commandWords(fact)).toBe(command);
  expect(inLanguage('en', fact)).toBe(en);
  expect(inLanguage('zh', fact)).toBe(zh);
});

test('each kind of fact stands in the table', () => {
  const kinds = factSchema.def.options.flatMap(({ shape }) => shape.kind.def.values);
  expect(new Set(table.map(({ fact }) => fact.kind))).toEqual(new Set(kinds));
});

/** As a page says it; spaces that do not break are as others. */
function inLanguage(locale: 'en' | 'zh', fact: Fact): string {
  const messages = { en: english, zh: chinese }[locale];
  const t = createTranslator({ locale, messages, namespace: 'admin.health.fact' });
  const words = pageWords(fact, t, createFormatter({ locale, timeZone: 'UTC' }));
  return words.replaceAll(/[\u00a0\u202f]/g, ' ');
}
