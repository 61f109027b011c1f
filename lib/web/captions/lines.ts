import type { Heard } from './ear';
import type { CaptionLine } from './view';

/** How many lines are read at once. */
export const mostLines = 3;

/** How long a line stays after its last word, ms. */
export const lineStaysMs = 7_000;

/** Whose sound something was heard in. */
export interface Speaker {
  readonly source: string;
  readonly name: string;
}

/** The lines after something was heard at `now` (ms): each speaker has one line that still changes, at most. */
export function linesAfter(
  lines: readonly CaptionLine[],
  { source, name }: Speaker,
  heard: Heard,
  now: number,
): readonly CaptionLine[] {
  const said = tidy(heard.finals.join(' '));
  const doubted = tidy(heard.interim);
  const open = lines.find((line) => line.source === source && !line.final);
  const fresh = Math.max(0, ...lines.map(({ id }) => id)) + 1;
  const mine: CaptionLine[] = [];
  if (said !== '') mine.push({ id: fresh, source, name, text: said, final: true, at: now });
  if (doubted !== '') {
    mine.push({ id: fresh + mine.length, source, name, text: doubted, final: false, at: now });
  }
  if (!open) return [...lines, ...mine].slice(-mostLines);
  // What was open keeps its place and its id; what comes after it goes to the end.
  const [first, ...rest] = mine;
  const kept = lines.flatMap((line) =>
    line === open ? (first ? [{ ...first, id: open.id }] : []) : [line],
  );
  return [...kept, ...rest].slice(-mostLines);
}

/** Nothing more comes for the line that a source left open: it stays as it was heard. */
export function linesSettled(
  lines: readonly CaptionLine[],
  source: string,
): readonly CaptionLine[] {
  const isOpen = (line: CaptionLine): boolean => line.source === source && !line.final;
  if (!lines.some(isOpen)) return lines;
  return lines.map((line) => (isOpen(line) ? { ...line, final: true } : line));
}

/** The lines that are still to be read at `now` (ms). */
export function linesLeft(lines: readonly CaptionLine[], now: number): readonly CaptionLine[] {
  const left = lines.filter(({ at }) => now - at < lineStaysMs);
  return left.length === lines.length ? lines : left;
}

/** How long until the next line goes, ms; null: there is none. */
export function untilNextGoes(lines: readonly CaptionLine[], now: number): number | null {
  if (lines.length === 0) return null;
  return Math.max(0, Math.min(...lines.map(({ at }) => at)) + lineStaysMs - now);
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
