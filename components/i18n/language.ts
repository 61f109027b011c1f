import { languages } from '@/lib/platform/languages';
import type { Language } from '@/lib/platform/own';

/** The name of each language in itself. */
export const languageNames: Record<Language, string> = { en: 'English', zh: '中文' };

/** What `<html lang>` says: with the script, so that the browser picks the right Chinese characters. */
export const htmlLanguages: Record<Language, string> = { en: 'en', zh: 'zh-CN' };

/** The language that a path segment names; undefined if none. */
export function readLanguage(segment: string): Language | undefined {
  return languages.find((language) => language === segment);
}
