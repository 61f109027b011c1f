import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incomingSchema, type Incoming } from '@/lib/platform/calling';
import { payloadLimit, writePayload } from '@/lib/server/push/apns/payload';
import { seedOfRun } from '@/tests/support/random';

const incoming: Incoming = {
  remote_alias: 'alice@example.com',
  owner: 'bob@example.com',
  remote_display_name: 'Alice',
  conference_alias: 'room@example.com',
  token: 'token',
  time: '1900000000',
  service_type: 'gateway',
  bsskey: 'key',
  invitation: 'invitation',
  remote_address: 'alice@example.com',
  remote_organisation: 'Example',
  call_type: 'video',
  expires_at: 1_900_000_045,
  origin: 'https://calls.example.com',
  waiting: false,
};

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const split = (text: string) => Array.from(graphemes.segment(text), ({ segment }) => segment);

/** What a payload says, whatever `aps` is. */
function read(payload: string): Incoming {
  return incomingSchema.parse(JSON.parse(payload));
}

/** What people put into names: families, flags, marks, letters from right to left, half a pair. */
const piece = fc.constantFrom(
  'a',
  '王',
  '👨‍👩‍👧‍👦',
  '👩🏽‍❤️‍💋‍👨🏿',
  '🇨🇳',
  '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  'e\u0301\u0323\u0302',
  'ש\u05C1\u05BC',
  'مُحَمَّد',
  'क्षि',
  '"',
  '\\',
  '\u0000',
  '\u2028',
);
const name = fc.array(piece, { maxLength: 600 }).map((pieces) => pieces.join(''));
const seed = seedOfRun();

describe(`the payload of a VoIP push (seed ${seed})`, () => {
  it('carries the whole message beside an empty aps', () => {
    expect(JSON.parse(writePayload(incoming))).toEqual({ aps: {}, ...incoming });
  });

  it('is at most 5,120 bytes, parses, and says all but names as they are', () => {
    fc.assert(
      fc.property(name, name, (display, organisation) => {
        const called = {
          ...incoming,
          remote_display_name: display,
          remote_organisation: organisation,
        };
        const payload = writePayload(called);
        expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(payloadLimit);
        const { remote_display_name: _, remote_organisation: __, ...said } = read(payload);
        const { remote_display_name: ___, remote_organisation: ____, ...given } = called;
        expect(said).toEqual(given);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('cuts a name only between graphemes, and says so by an ellipsis', () => {
    fc.assert(
      fc.property(name, name, (display, organisation) => {
        const payload = writePayload({
          ...incoming,
          remote_display_name: display,
          remote_organisation: organisation,
        });
        const said = read(payload);
        for (const [whole, cut] of [
          [display, said.remote_display_name],
          [organisation, said.remote_organisation ?? ''],
        ] as const) {
          if (cut === whole) continue;
          expect(cut.endsWith('…')).toBe(true);
          const kept = cut.slice(0, -1);
          expect(whole.startsWith(kept)).toBe(true);
          expect(split(whole).slice(0, split(kept).length).join('')).toBe(kept);
        }
      }),
      { seed, numRuns: 300 },
    );
  });

  it('keeps a name of 80 families of emoji whole as long as it fits', () => {
    const display = '👨‍👩‍👧‍👦'.repeat(80);
    expect(read(writePayload({ ...incoming, remote_display_name: display }))).toMatchObject({
      remote_display_name: display,
      remote_organisation: 'Example',
    });
  });

  it('cuts the organisation before the name', () => {
    const display = '🏴󠁧󠁢󠁳󠁣󠁴󠁿'.repeat(80);
    const said = read(
      writePayload({
        ...incoming,
        remote_display_name: display,
        remote_organisation: '👨‍👩‍👧‍👦'.repeat(200),
      }),
    );
    expect(said.remote_display_name).toBe(display);
    expect(said.remote_organisation).toMatch(/…$/);
  });

  it('says the address where eight graphemes of a name are too long', () => {
    const display = `e${'\u0301'.repeat(3_000)}`;
    const said = read(writePayload({ ...incoming, remote_display_name: display }));
    expect(said.remote_display_name).toBe(incoming.remote_address);
  });
});
