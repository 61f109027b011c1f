import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressOf,
  domainPart,
  isShortNumber,
  localPart,
  normaliseAccount,
  readAccountSegment,
  repairDoubledPercent,
  writeAccountSegment,
} from '@/lib/platform/address';
import { decodeBase64, encodeBase64 } from '@/lib/platform/base64';
import {
  readBasicHeader,
  readCredentialsHeader,
  writeCredentialsHeader,
} from '@/lib/platform/credentials';
import { isPushKitToken, readDeviceId } from '@/lib/platform/device-id';
import { cloudFailure, cloudSuccess, failureSchema, failure } from '@/lib/platform/envelope';
import { reasons } from '@/lib/platform/reasons';

const plainText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .filter((text) => !/[\p{Cc}/\\]/u.test(text) && !/\p{Surrogate}/u.test(text));

describe('credentials header', () => {
  it('reads back whatever was written, and ends with =', () => {
    fc.assert(
      fc.property(
        plainText.filter((text) => !text.includes('@') && !text.includes(':')),
        plainText,
        (user, password) => {
          const header = writeCredentialsHeader(`${user}@example.com`, password);
          expect(header.endsWith('=')).toBe(true);
          expect(readCredentialsHeader(header)).toEqual({ user, password });
        },
      ),
    );
  });

  it.each([
    ['another scheme', 'bearer YTpi='],
    ['no base64', 'x-cloud-basic'],
    ['a sign that is not base64', 'x-cloud-basic YT*i='],
    ['four trailing signs', 'x-cloud-basic YTpi===='],
    ['no colon', `x-cloud-basic ${encodeBase64('nobody')}`],
    ['an empty user', `x-cloud-basic ${encodeBase64(':secret')}`],
    ['bytes that are not UTF-8', 'x-cloud-basic /zpi'],
  ])('refuses %s', (_, header) => {
    expect(readCredentialsHeader(header)).toBeUndefined();
  });

  it('keeps Basic apart from the platform scheme', () => {
    expect(readBasicHeader('Basic YTpi')).toEqual({ user: 'a', password: 'b' });
    expect(readBasicHeader('x-cloud-basic YTpi')).toBeUndefined();
    expect(readCredentialsHeader('Basic YTpi')).toBeUndefined();
  });
});

describe('account in a path', () => {
  it('reads back whatever was written, also with every % doubled', () => {
    fc.assert(
      fc.property(
        plainText.filter((text) => !text.includes('%')),
        (account) => {
          const segment = writeAccountSegment(account);
          expect(readAccountSegment(segment)).toBe(account);
          expect(readAccountSegment(segment.replaceAll('%', '%%'))).toBe(account);
        },
      ),
    );
  });

  it.each(['%E5%BC', '%00', 'a%2Fb', 'a%5Cb', '', '%zz'])('refuses %s', (segment) => {
    expect(readAccountSegment(segment)).toBeUndefined();
  });

  it('repairs only a doubled % before two hex digits', () => {
    expect(repairDoubledPercent('/x/a%%40b?c=%%zz')).toBe('/x/a%40b?c=%%zz');
  });
});

describe('addresses', () => {
  it('takes accounts apart and completes bare ones', () => {
    expect(localPart('test@example.com')).toBe('test');
    expect(domainPart('test@example.com')).toBe('example.com');
    expect(domainPart('test')).toBe('');
    expect(addressOf('test', 'ring.example')).toBe('test@ring.example');
    expect(addressOf('test@example.com', 'ring.example')).toBe('test@example.com');
    expect(normaliseAccount('  Test@Example.COM ')).toBe('test@example.com');
  });

  it('knows a short number', () => {
    expect(isShortNumber('10017')).toBe(true);
    expect(isShortNumber('10017a')).toBe(false);
    expect(isShortNumber('')).toBe(false);
    expect(isShortNumber('1'.repeat(21))).toBe(false);
  });
});

describe('base64', () => {
  it('is standard base64 of UTF-8', () => {
    fc.assert(
      fc.property(plainText, (text) => {
        expect(encodeBase64(text)).toBe(Buffer.from(text, 'utf8').toString('base64'));
        expect(decodeBase64(encodeBase64(text).replaceAll('=', ''))).toBe(text);
      }),
    );
  });
});

describe('device ids', () => {
  it('knows the web device by the UUID of its browser profile', () => {
    const uuid = '3F2504E0-4F89-41D3-9A0C-0305E82C3301';
    expect(readDeviceId(`web__${uuid}`, 'web')).toEqual({
      ok: true,
      deviceId: { type: 'web', uuid: uuid.toLowerCase() },
    });
    expect(readDeviceId('web__1', 'web').ok).toBe(false);
  });

  it('leaves a JPush RegistrationID to its provider', () => {
    const reading = readDeviceId('1507bfd3f7c466c355c__7cb3a0e4a0b2', 'android');
    expect(reading).toEqual({
      ok: true,
      deviceId: { type: 'android', token: '1507bfd3f7c466c355c', appKey: '7cb3a0e4a0b2' },
    });
    expect(isPushKitToken('1507bfd3f7c466c355c')).toBe(false);
    expect(isPushKitToken('00FF'.repeat(16))).toBe(false);
  });
});

describe('envelopes', () => {
  it('writes the time stamp as the platform does', () => {
    const at = new Date('2018-02-09T15:25:17.900Z');
    expect(cloudSuccess({}, at).timeStamp).toBe('2018-02-09 15:25:17');
    expect(cloudFailure('401', 'Wrong account or password.', at)).toEqual({
      code: '401',
      timeStamp: '2018-02-09 15:25:17',
      results: 'Wrong account or password.',
    });
  });

  it('fails with a text and a reason of the closed list', () => {
    for (const reason of reasons) {
      expect(failureSchema.safeParse(failure(reason, 'why')).success).toBe(true);
    }
    expect(failureSchema.safeParse({ status: 'failed', result: {}, reason: 'busy' }).success).toBe(
      false,
    );
  });
});
