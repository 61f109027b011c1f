'use client';

import { useTranslations } from 'use-intl';

import { Badge } from '@/components/ui/badge';
import type { AccountEntry } from '@/lib/platform/admin';

const tones = { active: 'good', invited: 'accent', disabled: 'plain' } as const;

/** Whether an account is in use, waits for its password, or is switched off. */
export function AccountState({ state }: { readonly state: AccountEntry['state'] }) {
  const t = useTranslations('admin.accounts.state');
  return <Badge tone={tones[state]}>{t(state)}</Badge>;
}
