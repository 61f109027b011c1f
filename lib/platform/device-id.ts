import { md5 } from 'js-md5';
import type { DeviceType } from './device-types';

/** A `device_id` taken apart; for `web` the token is the UUID that the browser profile keeps. */
export type DeviceId =
  | { readonly type: 'web'; readonly uuid: string }
  | { readonly type: 'ios' | 'android'; readonly token: string; readonly appKey: string };

/** The app key of a VoIP certificate: lower-case hex MD5 of its name's UTF-8 (platform-api.md 2). */
export function appKeyOf(certificateName: string): string {
  return md5(certificateName);
}

/** `<hex of the PushKit token>__<md5 of the certificate's name>` (platform-api.md, section 2). */
export function writeDeviceId(token: Uint8Array, certificateName: string): string {
  const hex = Array.from(token, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex}__${appKeyOf(certificateName)}`;
}

/** The outcome of reading a `device_id`: its parts, or what was wrong with it in words. */
export type DeviceIdReading =
  | { readonly ok: true; readonly deviceId: DeviceId }
  | { readonly ok: false; readonly problem: string };

const webId = /^web__([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

/** Reads the form of a `device_id`; what the token must look like beyond that is the provider's word. */
export function readDeviceId(text: string, type: DeviceType): DeviceIdReading {
  if (type === 'web') {
    const uuid = webId.exec(text)?.[1];
    return uuid
      ? { ok: true, deviceId: { type, uuid: uuid.toLowerCase() } }
      : { ok: false, problem: 'device_id of a web device must be web__<UUID>' };
  }
  const separator = text.lastIndexOf('__');
  const token = text.slice(0, Math.max(separator, 0));
  const appKey = text.slice(separator + 2);
  if (separator < 1 || !/^[\w.-]{1,200}$/.test(appKey)) {
    return { ok: false, problem: 'device_id must be <push token>__<app key>' };
  }
  if (!/^[A-Za-z0-9_-]{1,400}$/.test(token)) {
    return {
      ok: false,
      problem: 'the push token of device_id must be hex, without < > { } or spaces',
    };
  }
  return { ok: true, deviceId: { type, token, appKey } };
}

/** Whether a push token is a PushKit token as APNs wants it: lower-case hex of whole bytes. */
export function isPushKitToken(token: string): boolean {
  return /^(?:[0-9a-f]{2}){16,200}$/.test(token);
}
