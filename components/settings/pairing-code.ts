/** What a person typed or pasted as a code: its signs alone, also out of a whole pairing link. */
export function readCode(typed: string): string {
  const inLink = /#pair=([^&\s]+)/.exec(typed)?.[1];
  // Chinese keyboards write digits in full width.
  return (inLink ?? typed).normalize('NFKC').replace(/[^0-9a-z]/gi, '');
}

/** A code in groups, so that it is read and typed without losing one's place. */
export function groupCode(code: string): readonly string[] {
  const size = code.length % 4 === 0 ? 4 : 3;
  return code.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
}
