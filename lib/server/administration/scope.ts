import type { BrowserAuthority } from '@/lib/server/authority';
import { done, refused, type Outcome } from '@/lib/server/outcome';

/** What an administrator may see and change: an organisation, or as operator all of them (null). */
export interface Scope {
  readonly organisation: number | null;
}

/** The scope of whoever asks; members have none (platform-api.md, section 6). */
export function scopeOf({ account }: BrowserAuthority): Outcome<Scope> {
  switch (account.role) {
    case 'operator':
      return done({ organisation: null });
    case 'administrator':
      return done({ organisation: account.organisation });
    case 'member':
      return refused('forbidden', 'Only administrators may do this.');
  }
}

/** Whether an organisation is within a scope. */
export function covers(scope: Scope, organisation: number): boolean {
  return scope.organisation === null || scope.organisation === organisation;
}
