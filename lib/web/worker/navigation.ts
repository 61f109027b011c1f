import { languages } from '@/lib/platform/languages';
import type { Language } from '@/lib/platform/own';

/** A language that a text names, as the server reads it from the cookie `lang`. */
export function readLanguage(text: string | null | undefined): Language | null {
  return languages.find((language) => language === text) ?? null;
}

/** The first of a browser's languages that is complete, else English: what the server answers with. */
export function languageOf(wanted: readonly string[]): Language {
  const primary = wanted.map((tag) => readLanguage(tag.toLowerCase().split('-')[0]));
  return primary.find((language) => language !== null) ?? 'en';
}

/** Where a page of a language is kept: `/call` in English is `/en/call`, as the export has it. */
export function pagePath(path: string, language: Language): string {
  const name = path.replace(/\/+$/, '');
  const own = languages.some((known) => name === `/${known}` || name.startsWith(`/${known}/`));
  return own ? name : `/${language}${name}`;
}

/** How long (ms) the network may take to answer where a page is kept. */
export const pagePatience = 2_500;

/**
 * The network's answer, unless it takes too long, does not come, or comes from a gateway in the server's
 * place: then what is kept. A late answer is let go.
 */
export async function networkFirst(
  network: Promise<Response>,
  kept: Response,
  patience: number,
): Promise<Response> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Response>((resolve) => {
    timer = setTimeout(() => resolve(kept), patience);
  });
  const fresh = network.then(
    (response) => (isGateway(response.status) ? kept : response),
    () => kept,
  );
  try {
    return await Promise.race([fresh, late]);
  } finally {
    clearTimeout(timer);
  }
}

function isGateway(status: number): boolean {
  return status >= 502 && status <= 504;
}
