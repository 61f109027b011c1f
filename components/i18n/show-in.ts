import type { Language } from '@/lib/platform/own';

const yearSeconds = 365 * 24 * 60 * 60;

/**
 * Shows the product in a language on this browser from now on: the server answers a page by the
 * cookie `lang`, so the page is asked for again. A call in progress is returned to, as after a reload.
 */
export function showIn(language: Language): void {
  rememberLanguage(language);
  window.location.reload();
}

/** Sets the cookie alone; the next page that is loaded whole follows it. */
export function rememberLanguage(language: Language): void {
  const secure = window.location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `lang=${language}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax${secure}`;
}
