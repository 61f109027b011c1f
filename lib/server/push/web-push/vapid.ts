import { createECDH } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from '@/lib/server/secrets';

/** What identifies this server to push services (RFC 8292), both in base64url. */
export interface VapidKeys {
  /** What pages subscribe with: 65 bytes, uncompressed. */
  readonly publicKey: string;
  /** 32 bytes. Secret. */
  readonly privateKey: string;
}

/**
 * The given key; or that of a file in the data folder (which must be there), mode 0600, made at the first
 * start. Another key makes all subscriptions void, so it is kept.
 *
 * @throws Error in words, when there is no such key
 */
export async function openVapidKeys(data: string, given: string | null): Promise<VapidKeys> {
  if (given !== null) return keysOf(given, 'VAPID_KEY');
  const file = join(data, 'vapid.key');
  await writePrivateFile(file, `${newPrivateKey()}\n`, 'keep');
  return keysOf((await readFile(file, 'utf8')).trim(), file);
}

function keysOf(text: string, where: string): VapidKeys {
  const bytes = Buffer.from(text, 'base64url');
  const curve = createECDH('prime256v1');
  try {
    if (bytes.length !== 32) throw new RangeError('length');
    curve.setPrivateKey(bytes);
  } catch {
    throw new Error(
      `${where} is no P-256 private key of 32 bytes in base64url: restore it from a backup; with a new ` +
        'one every browser must allow notifications again.',
    );
  }
  return {
    publicKey: curve.getPublicKey('base64url'),
    privateKey: bytes.toString('base64url'),
  };
}

/** OpenSSL leaves out leading zeros, the format does not (RFC 8292 takes them of RFC 7518, 6.2.2.1). */
function newPrivateKey(): string {
  const curve = createECDH('prime256v1');
  curve.generateKeys();
  const bytes = Buffer.alloc(32);
  const key = curve.getPrivateKey();
  key.copy(bytes, 32 - key.length);
  return bytes.toString('base64url');
}
