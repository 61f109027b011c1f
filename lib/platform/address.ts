/** The part of an account or address before its first `@`. */
export function localPart(account: string): string {
  const at = account.indexOf('@');
  return at < 0 ? account : account.slice(0, at);
}

/** The part of an account or address after its first `@`; empty where there is none. */
export function domainPart(account: string): string {
  const at = account.indexOf('@');
  return at < 0 ? '' : account.slice(at + 1);
}

/** The whole address of an account: a bare account is completed with the server's domain. */
export function addressOf(account: string, domain: string): string {
  return account.includes('@') ? account : `${account}@${domain}`;
}

/** The address of an account's personal meeting, where nobody had it before: `alice.meeting@example.com`. */
export function personalMeetingOf(address: string): string {
  return `${localPart(address)}.meeting@${domainPart(address)}`;
}

/** Whether a text is a short number (`sipkey`): 1 to 20 digits. */
export function isShortNumber(text: string): boolean {
  return /^\d{1,20}$/.test(text);
}

/** The form in which addresses and accounts are compared and stored: trimmed, NFC, lower case. */
export function normaliseAccount(account: string): string {
  return account.trim().normalize('NFC').toLowerCase();
}

/** An account or address as a path segment: `test%40example.com` (platform-api.md, section 2). */
export function writeAccountSegment(account: string): string {
  return encodeURIComponent(account);
}

/**
 * The account that a raw path segment names. `%40`, the doubled `%%40` that an Objective-C format
 * string leaves, the doubly encoded `%2540` and a plain `@` are the same (platform-api.md, section 2).
 * Undefined if the percent-encoding is not UTF-8, or the result is empty or holds a slash or a
 * control character.
 */
export function readAccountSegment(segment: string): string | undefined {
  const single = segment.replace(/%%(?=[0-9A-Fa-f]{2})/g, '%').replace(/%25(?=40)/g, '%');
  try {
    const account = decodeURIComponent(single);
    return isPlain(account) ? account : undefined;
  } catch {
    return undefined;
  }
}

function isPlain(account: string): boolean {
  return account.length > 0 && account.length <= 320 && !/[\p{Cc}/\\]/u.test(account);
}

/** A raw request target with every doubled `%%XX` written once, so that a router can read it. */
export function repairDoubledPercent(target: string): string {
  return target.replace(/%%(?=[0-9A-Fa-f]{2})/g, '%');
}
