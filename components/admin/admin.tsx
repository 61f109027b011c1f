'use client';

import { ChevronLeft, ShieldAlert } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';

import { goToFragment, useFragment } from '@/components/navigation/fragment';
import { useMe } from '@/components/shell/me';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Tabs } from '@/components/ui/tabs';
import { Accounts } from './accounts';
import styles from './admin.module.css';
import { Calls } from './calls';
import { HealthLines } from './health-lines';
import { Pushes } from './pushes';

/** Accounts of an organisation, what goes on now, how pushes did, and how the server is. */
export function Admin() {
  const t = useTranslations('admin');
  const tShell = useTranslations('shell');
  const tCommon = useTranslations('common');
  const me = useMe();
  const [part = '', id = ''] = useFragment().split('/');
  if (me.roles.every((role) => role === 'member')) {
    return (
      <EmptyState
        heading="h1"
        icon={<ShieldAlert size={28} />}
        title={t('notAllowedTitle')}
        actions={
          <Link href="/" className={buttonClass('primary')}>
            {tCommon('goHome')}
          </Link>
        }
      >
        {t('notAllowedText', { organisation: me.organisation.name })}
      </EmptyState>
    );
  }
  return (
    <div className={styles.page}>
      <Link href="/settings" className={styles.back}>
        <ChevronLeft aria-hidden="true" size={22} />
        {tShell('settings')}
      </Link>
      <h1 className={styles.title}>{t('title')}</h1>
      <Tabs
        label={t('tabs.label')}
        value={tabOf(part)}
        onChange={goToFragment}
        tabs={[
          {
            value: 'accounts',
            label: t('tabs.accounts'),
            content: <Accounts opened={part === 'account' ? Number(id) : null} />,
          },
          { value: 'calls', label: t('tabs.calls'), content: <Calls /> },
          {
            value: 'pushes',
            label: t('tabs.pushes'),
            content: (
              <Pushes
                part={part === 'services' ? part : 'pushes'}
                account={part === 'pushes' && /^\d{1,9}$/.test(id) ? Number(id) : null}
              />
            ),
          },
          { value: 'health', label: t('tabs.health'), content: <HealthLines /> },
        ]}
      />
    </div>
  );
}

function tabOf(part: string) {
  switch (part) {
    case 'calls':
    case 'health':
    case 'pushes':
      return part;
    case 'services':
      return 'pushes';
    default:
      return 'accounts';
  }
}
