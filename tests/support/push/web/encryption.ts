import { createDecipheriv, createECDH, hkdfSync, type ECDH } from 'node:crypto';

/** What a browser keeps of its subscription. */
export interface ReceiverKeys {
  readonly curve: ECDH;
  readonly auth: Buffer;
}

/** Keys of a new subscription. */
export function newReceiverKeys(auth: Buffer): ReceiverKeys {
  const curve = createECDH('prime256v1');
  curve.generateKeys();
  return { curve, auth };
}

/**
 * Decrypts a message of one record (RFC 8291 over `aes128gcm`, RFC 8188).
 *
 * @throws Error when it is not for these keys, or malformed
 */
export function decrypt(body: Buffer, { curve, auth }: ReceiverKeys): string {
  const salt = body.subarray(0, 16);
  const recordSize = body.readUInt32BE(16);
  const keyLength = body.readUInt8(20);
  const senderKey = body.subarray(21, 21 + keyLength);
  const record = body.subarray(21 + keyLength);
  if (keyLength !== 65) throw new Error('the sender’s key has 65 bytes (RFC 8291, 3.1)');
  if (record.length > recordSize) throw new Error('one record only (RFC 8291, 4)');
  const secret = curve.computeSecret(senderKey);
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), curve.getPublicKey(), senderKey]);
  const material = Buffer.from(hkdfSync('sha256', secret, auth, keyInfo, 32));
  const derive = (info: string, length: number) =>
    Buffer.from(hkdfSync('sha256', material, salt, Buffer.from(info), length));
  const key = derive('Content-Encoding: aes128gcm\0', 16);
  const nonce = derive('Content-Encoding: nonce\0', 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  const delimiter = padded.findLastIndex((byte) => byte !== 0);
  if (padded[delimiter] !== 2) throw new Error('the last record ends with 2 (RFC 8188, 2)');
  return padded.subarray(0, delimiter).toString('utf8');
}
