import { createHash } from 'node:crypto';

/**
 * What an outside client writes by itself: the credentials header, the account in a path and the
 * device id, each from platform-api.md section 2 alone.
 */

/** `x-cloud-basic ` and the base64 of `user:password`, which ends in one `=` where it had none. */
export function credentialsHeader(account: string, password: string): string {
  const user = account.split('@', 1)[0] ?? account;
  const standard = Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
  return `x-cloud-basic ${standard.endsWith('=') ? standard : `${standard}=`}`;
}

/** `Basic` with the whole account as the user, RFC 7617. */
export function basicHeader(account: string, password: string): string {
  return `Basic ${Buffer.from(`${account}:${password}`, 'utf8').toString('base64')}`;
}

/** How an account or an address is written into a path: the four ways that clients have. */
export type PathForm = 'standard' | 'doubled' | 'twice' | 'bare';

export const pathForms: readonly PathForm[] = ['standard', 'doubled', 'twice', 'bare'];

/** The path segment of an account or an address, as a client of that habit writes it. */
export function pathSegment(name: string, form: PathForm = 'standard'): string {
  const standard = encodeURIComponent(name);
  switch (form) {
    case 'standard':
      return standard;
    case 'doubled':
      return standard.replaceAll('%40', '%%40');
    case 'twice':
      return standard.replaceAll('%40', '%2540');
    case 'bare':
      return standard.replaceAll('%40', '@');
  }
}

/** The md5 of a VoIP certificate's name, lower-case hex. */
export function appKey(certificateName: string): string {
  return createHash('md5').update(certificateName, 'utf8').digest('hex');
}

/** `<push token>__<app key>` of an iOS device. */
export function iosDeviceId(pushTokenHex: string, certificateName: string): string {
  return `${pushTokenHex}__${appKey(certificateName)}`;
}

/** The path of a room or person, platform-api.md section 4. */
export function servicePath(address: string, form: PathForm = 'standard'): string {
  return `/api/services/${pathSegment(address, form)}`;
}
