import { describe, expect, it } from 'vitest';
import {
  localPart,
  readAccountSegment,
  repairDoubledPercent,
  writeAccountSegment,
} from '@/lib/platform/address';
import { readCredentialsHeader, writeCredentialsHeader } from '@/lib/platform/credentials';
import { appKeyOf, isPushKitToken, readDeviceId, writeDeviceId } from '@/lib/platform/device-id';
import vectors from '../../support/vectors.json';

describe('the worked examples of the platform', () => {
  it.each(vectors.md5_app_key)('app key of $certificate_name', ({ certificate_name, md5 }) => {
    expect(appKeyOf(certificate_name)).toBe(md5);
  });

  it.each(vectors.credentials_header)('credentials of $account', (vector) => {
    const { account, password, header, also_accepted = [] } = vector;
    expect(writeCredentialsHeader(account, password)).toBe(header);
    for (const accepted of [header, ...also_accepted]) {
      expect(readCredentialsHeader(accepted)).toEqual({ user: localPart(account), password });
    }
  });

  it.each(vectors.account_path)('path segment of $account', (vector) => {
    const { account, path_segment, also_accepted = [] } = vector;
    expect(writeAccountSegment(account)).toBe(path_segment);
    for (const accepted of [path_segment, ...also_accepted]) {
      expect(readAccountSegment(accepted)).toBe(account);
      expect(readAccountSegment(repairDoubledPercent(accepted))).toBe(account);
    }
  });

  it.each(vectors.device_id)('device id $device_id', (vector) => {
    const token = Uint8Array.from(Buffer.from(vector.token_bytes_hex, 'hex'));
    expect(writeDeviceId(token, vector.certificate_name)).toBe(vector.device_id);
    expect(readDeviceId(vector.device_id, 'ios')).toEqual({
      ok: true,
      deviceId: {
        type: 'ios',
        token: vector.token_bytes_hex,
        appKey: appKeyOf(vector.certificate_name),
      },
    });
    expect(isPushKitToken(vector.token_bytes_hex)).toBe(true);
  });

  it.each(vectors.device_id_refused)('refused device id %s', (deviceId) => {
    const reading = readDeviceId(deviceId, 'ios');
    expect(reading.ok).toBe(false);
    if (!reading.ok) expect(reading.problem).toContain('device_id');
  });
});
