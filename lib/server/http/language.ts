import { languages, type Language } from '@/lib/platform/own';

/** The language of pages where a person named none that is complete. */
const fallback: Language = 'en';

function isLanguage(text: string): text is Language {
  return languages.some((language) => language === text);
}

/**
 * The language that pages are shown in: the person's own choice (cookie `lang`), else the first
 * complete one of `Accept-Language` by its weights (RFC 9110, 12.5.4).
 */
export function languageOf(chosen: string | undefined, accepted: string | undefined): Language {
  if (chosen !== undefined && isLanguage(chosen)) return chosen;
  return weighed(accepted ?? '').find(isLanguage) ?? fallback;
}

/** The primary subtags of an `Accept-Language`, the most wanted first. */
function weighed(accepted: string): string[] {
  return accepted
    .split(',')
    .map((entry) => {
      const [range = '', ...parameters] = entry.split(';').map((part) => part.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      const primary = range.toLowerCase().split('-')[0] ?? '';
      return { primary, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ primary }) => primary);
}
