import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';

/** AES-256-GCM (NIST SP 800-38D): a nonce of 12 bytes, a tag of 16. */
const cipher = 'aes-256-gcm';
const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;

/** scrypt (RFC 7914) with 64 MiB: guessing one passphrase costs about a fifth of a second. */
const cost = { N: 2 ** 16, r: 8, p: 1, maxmem: 2 ** 27 } as const;

/** Encrypts under a passphrase: salt, nonce, tag and text, one after the other. */
export function seal(content: Uint8Array, passphrase: string): Buffer {
  const salt = randomBytes(saltBytes);
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, keyOf(passphrase, salt), nonce);
  const text = Buffer.concat([sealing.update(content), sealing.final()]);
  return Buffer.concat([salt, nonce, sealing.getAuthTag(), text]);
}

/** What was sealed; undefined where the passphrase is another, or a byte was changed. */
export function unseal(sealed: Uint8Array, passphrase: string): Buffer | undefined {
  const bytes = Buffer.from(sealed);
  const salt = bytes.subarray(0, saltBytes);
  const nonce = bytes.subarray(saltBytes, saltBytes + nonceBytes);
  const tag = bytes.subarray(saltBytes + nonceBytes, saltBytes + nonceBytes + tagBytes);
  const text = bytes.subarray(saltBytes + nonceBytes + tagBytes);
  if (tag.length < tagBytes) return undefined;
  const opening = createDecipheriv(cipher, keyOf(passphrase, salt), nonce);
  opening.setAuthTag(tag);
  try {
    return Buffer.concat([opening.update(text), opening.final()]);
  } catch {
    return undefined;
  }
}

function keyOf(passphrase: string, salt: Uint8Array): Buffer {
  return scryptSync(passphrase.normalize('NFKC'), salt, 32, cost);
}
