import * as z from 'zod/mini';
import { captionLanguages, type CaptionLanguage } from './view';

const choiceSchema = z.object({
  on: z.catch(z.boolean(), false),
  language: z.catch(z.nullable(z.enum(captionLanguages)), null),
});

/** What the profile remembers of captions; a language of null: the page's. */
export type CaptionChoice = z.infer<typeof choiceSchema>;

/** The choice from its text; none where it is not understood. */
export function readCaptionChoice(text: string | null): CaptionChoice {
  try {
    const parsed = z.safeParse(choiceSchema, JSON.parse(text ?? '{}'));
    if (parsed.success) return parsed.data;
  } catch {
    // Somebody else wrote there.
  }
  return { on: false, language: null };
}

/**
 * The language that captions begin with: the page's, in the kind of it that the browser's person prefers. `page`
 * and `preferred` are BCP 47 tags.
 */
export function firstLanguage(page: string, preferred: readonly string[]): CaptionLanguage {
  const base = baseOf(page);
  const exact = preferred
    .filter((tag) => baseOf(tag) === base)
    .map((tag) => captionLanguages.find((known) => known.toLowerCase() === tag.toLowerCase()))
    .find((known) => known !== undefined);
  return exact ?? captionLanguages.find((known) => baseOf(known) === base) ?? 'en-US';
}

function baseOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? '';
}
