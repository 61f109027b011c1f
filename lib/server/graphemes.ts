const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a person sees as the characters of a text (UAX #29): none of them may be cut. */
export function graphemesOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** The beginning of a text: as many whole graphemes as take at most so many UTF-16 code units. */
export function cutAtGraphemes(text: string, limit: number): string {
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
