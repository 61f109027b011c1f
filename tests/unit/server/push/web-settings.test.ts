import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from '@/lib/server/settings';

function mistakesOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.mistakes;
    throw error;
  }
}

describe('the contact of web push', () => {
  it.each([
    'mailto:x@localhost',
    'mailto:x@printer.local',
    'mailto:nobody',
    'mailto:a@example.com,b@example.com',
    'admin@example.com',
    'http://example.com',
    'https://localhost/contact',
    'https://127.0.0.1',
  ])('%s stops the start, since push services refuse it', (contact) => {
    const [mistake, ...rest] = mistakesOf({ PUSH_CONTACT: contact });
    expect(mistake).toMatch(/^PUSH_CONTACT/);
    expect(rest).toEqual([]);
  });

  it.each(['mailto:admin@example.com', 'https://example.com/contact'])('may be %s', (contact) => {
    expect(readSettings({ PUSH_CONTACT: contact }).push.contact).toBe(contact);
  });

  it('test hosts are refused where real people are served', () => {
    const PUSH_TEST_HOSTS = 'localhost:4100';
    expect(mistakesOf({ PUSH_TEST_HOSTS, ORIGIN: 'https://calls.example.com' })).toHaveLength(1);
    expect(readSettings({ PUSH_TEST_HOSTS }).push.testHosts).toEqual([PUSH_TEST_HOSTS]);
  });

  it('a key that is none stops the start, and is not repeated', () => {
    const [mistake] = mistakesOf({ VAPID_KEY: 'c2hvcnQ' });
    expect(mistake).toMatch(/^VAPID_KEY/);
    expect(mistake).not.toContain('c2hvcnQ');
  });
});
