const hues = 10;

/** Which of ten colours an address has: the same on every device (FNV-1a over its code points). */
export function hueOf(address: string): number {
  let hash = 0x811c9dc5;
  for (const sign of address.trim().toLowerCase()) {
    hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  // The last bits of FNV-1a say little: the upper half is folded into them.
  return ((hash ^ (hash >>> 16)) >>> 0) % hues;
}

const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * At most two signs that stand for a name: the first letters of its first and last word; of a Chinese
 * name its last two characters, which is how friends call each other.
 */
export function initialsOf(name: string): string {
  const plain = name.trim();
  if (eastAsian.test(plain)) {
    const characters = Array.from(plain).filter((sign) => eastAsian.test(sign));
    return characters.slice(-2).join('');
  }
  const words = plain.split(/[\s._@-]+/u).filter(Boolean);
  const first = firstSign(words[0]);
  const last = words.length > 1 && !plain.includes('@') ? firstSign(words.at(-1)) : '';
  return (first + last).toLocaleUpperCase('en');
}

/** The first sign of a word that is not a quotation mark or bracket. */
function firstSign(word: string | undefined): string {
  return Array.from(word ?? '').find((sign) => !/[\p{Pi}\p{Pf}\p{Ps}\p{Pe}"']/u.test(sign)) ?? '#';
}
