import type { Browser } from './browser';
import type { ReadinessFacts, ReadinessHow, ReadinessReasonId } from './readiness';

/** What a person does by hand about a reason in this browser; null where one tap or the words suffice. */
export function howFor(
  id: ReadinessReasonId,
  { push, app }: Pick<ReadinessFacts, 'push' | 'app'>,
  browser: Pick<Browser, 'system' | 'family'>,
): ReadinessHow | null {
  switch (id) {
    case 'microphone_denied':
      return app === 'none' ? null : 'app_settings';
    case 'notifications_denied':
      return whereToAllow(browser);
    case 'not_installed':
      return 'ios_home_screen';
    case 'push_unavailable':
      return push === 'server_off' ? 'server_has_no_push' : 'browser_has_no_push';
    default:
      return null;
  }
}

function whereToAllow({ system, family }: Pick<Browser, 'system' | 'family'>): ReadinessHow {
  if (system === 'ios') return 'ios_settings';
  if (family === 'firefox') return 'firefox_settings';
  if (system === 'android') return 'android_settings';
  return family === 'safari' ? 'safari_settings' : 'site_settings';
}
