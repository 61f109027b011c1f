import { rememberLanguage } from '@/components/i18n/show-in';
import { takeWanted } from '@/components/navigation/wanted';
import type { Language, MySession } from '@/lib/platform/own';

/**
 * Leaves the entry pages for home: within the same page, so that the tap that signed in still lets
 * it ring; loaded anew where the account is set to another language. Whoever came by a link is led on.
 */
export function enterHome(
  me: MySession,
  language: Language,
  router: { readonly replace: (path: string) => void },
): void {
  if (me.language !== null && me.language !== language) {
    rememberLanguage(me.language);
    window.location.assign(takeWanted());
  } else {
    router.replace(takeWanted());
  }
}
