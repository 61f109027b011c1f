/**
 * The code that both people of a direct call can compare: 30 decimal digits from the SHA-256 over both
 * DTLS fingerprints, sorted (call-rules.md, Consent and privacy), in six groups of five.
 */
export async function verificationDigits(mine: string, theirs: string): Promise<string> {
  const text = [mine, theirs].sort().join('\n');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const number = new Uint8Array(digest).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const digits = (number % 10n ** 30n).toString().padStart(30, '0');
  return (digits.match(/.{5}/g) ?? []).join(' ');
}
