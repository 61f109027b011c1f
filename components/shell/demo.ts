'use client';

import { profileShelf } from '@/lib/web/storage';

/** Shows or hides the demo notice, and remembers it so that the next page leaves room at once. */
export function noteDemo(demo: boolean): void {
  profileShelf.write('demo', `${demo}`);
  if (demo) document.documentElement.dataset['demo'] = '';
  else delete document.documentElement.dataset['demo'];
}
