import { isPushKitToken, readDeviceId, type DeviceId } from '@/lib/platform/device-id';
import type { DeviceType } from '@/lib/platform/device-types';
import type { RegistrationBody } from '@/lib/platform/registration';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import type { AppKey, Settings } from '@/lib/server/settings';
import type { Row } from '@/lib/server/store/schema';

/** Which device a registration means; `device_id` null: its event stream is the device. */
export type RegisteredDevice = Pick<Row<'device'>, 'kind' | 'device_id' | 'app_key'>;

/**
 * Reads which device a registration means (platform-api.md, section 2). Refuses with `bad_request` in
 * words: a token that is not what its provider takes, an app key that is not configured.
 */
export function readRegisteredDevice(
  settings: Pick<Settings, 'appKeys'>,
  body: Pick<RegistrationBody, 'device_id' | 'device_type'>,
): Outcome<RegisteredDevice> {
  if (body.device_id === undefined) {
    return body.device_type === undefined
      ? done({ kind: 'outside', device_id: null, app_key: null })
      : refused('bad_request', 'device_id is missing: <push token>__<app key>.');
  }
  const type = body.device_type ?? (body.device_id.startsWith('web__') ? 'web' : undefined);
  if (type === undefined) {
    return refused('bad_request', 'device_type is missing: ios, android or web.');
  }
  const reading = readDeviceId(body.device_id, type);
  if (!reading.ok) return refused('bad_request', `${sentence(reading.problem)}.`);
  return registeredAs(settings, reading.deviceId);
}

function registeredAs(
  settings: Pick<Settings, 'appKeys'>,
  deviceId: DeviceId,
): Outcome<RegisteredDevice> {
  if (deviceId.type === 'web') {
    return done({ kind: 'web', device_id: `web__${deviceId.uuid}`, app_key: null });
  }
  const appKey =
    settings.appKeys.find(({ key }) => key === deviceId.appKey.toLowerCase()) ??
    settings.appKeys.find(({ key }) => key === deviceId.appKey);
  if (appKey === undefined) return refused('bad_request', unknownAppKey(settings.appKeys));
  const token = readToken(appKey, deviceId.type, deviceId.token);
  if (!token.ok) return token;
  return done({
    kind: deviceId.type,
    device_id: `${token.value}__${appKey.key}`,
    app_key: appKey.key,
  });
}

/** The push token as its provider wants it. */
function readToken(appKey: AppKey, type: DeviceType, token: string): Outcome<string> {
  if (appKey.provider === 'jpush') return done(token);
  if (type !== 'ios') {
    return refused(
      'bad_request',
      'This app key is for APNs, which rings devices of type ios alone.',
    );
  }
  const hex = token.toLowerCase();
  if (isPushKitToken(hex)) return done(hex);
  const text =
    'The push token of device_id must be the PushKit token in hex, without < > { } or spaces.';
  return refused('bad_request', text);
}

function unknownAppKey(appKeys: readonly AppKey[]): string {
  if (appKeys.length === 0) {
    return 'The app key of device_id is not known: this server has none configured (APP_KEYS).';
  }
  const known = appKeys.map(({ key }) => key).join(', ');
  return `The app key of device_id is not known. Configured are (MD5 of the certificate's name): ${known}.`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
