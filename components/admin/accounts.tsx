'use client';

import { Plus, Search, SearchX, UsersRound } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';

import { goToFragment } from '@/components/navigation/fragment';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ListSkeleton } from '@/components/ui/list-skeleton';
import { ProblemState } from '@/components/ui/problem-state';
import type { AccountEntry } from '@/lib/platform/admin';
import { useAccounts } from '@/lib/web/hooks/admin';
import { AccountDialog } from './account-dialog';
import { AccountState } from './account-state';
import styles from './admin.module.css';
import { CreateAccount } from './create-account';

/** The accounts one may administer, found by name, address or short number. */
export function Accounts({ opened }: { readonly opened: number | null }) {
  const t = useTranslations('admin.accounts');
  const [query, setQuery] = useState('');
  const [creating, setCreating] = useState(false);
  const accounts = useAccounts(useDeferredValue(query));
  const listed = accounts.data?.pages.flatMap((page) => page.accounts) ?? [];
  const total = accounts.data?.pages[0]?.total;
  const account = listed.find((each) => each.id === opened);
  return (
    <>
      <div className={styles.tools}>
        <div role="search" className={styles.search}>
          <Search aria-hidden="true" className={styles.searchIcon} size={18} />
          <input
            type="search"
            className={styles.searchInput}
            aria-label={t('search')}
            placeholder={t('placeholder')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            autoComplete="off"
          />
        </div>
        <span role="status" className={styles.total}>
          {total !== undefined && t('total', { count: total })}
        </span>
        <Button
          kind="primary"
          icon={<Plus aria-hidden="true" size={18} />}
          onClick={() => setCreating(true)}
        >
          {t('create')}
        </Button>
      </div>
      {accounts.isPending && <ListSkeleton rows={8} />}
      {accounts.isError && !accounts.data && (
        <ProblemState
          title={t('failedTitle')}
          error={accounts.error}
          onRetry={() => void accounts.refetch()}
        />
      )}
      {accounts.data && listed.length === 0 && <NoAccounts query={query} />}
      {listed.length > 0 && <AccountTable accounts={listed} />}
      {accounts.hasNextPage && (
        <div className={styles.more}>
          <Button busy={accounts.isFetchingNextPage} onClick={() => void accounts.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
      {creating && <CreateAccount onClose={() => setCreating(false)} />}
      {account && (
        <AccountDialog
          key={account.id}
          account={account}
          onClose={() => goToFragment('accounts')}
        />
      )}
    </>
  );
}

function NoAccounts({ query }: { readonly query: string }) {
  const t = useTranslations('admin.accounts');
  return query.trim() === '' ? (
    <EmptyState icon={<UsersRound size={28} />} title={t('emptyTitle')}>
      {t('emptyText')}
    </EmptyState>
  ) : (
    <EmptyState icon={<SearchX size={28} />} title={t('noneTitle')}>
      {t('noneText', { query: query.trim() })}
    </EmptyState>
  );
}

function AccountTable({ accounts }: { readonly accounts: readonly AccountEntry[] }) {
  const t = useTranslations('admin.accounts');
  return (
    <div className={styles.card}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('column.name')}</th>
            <th scope="col">{t('column.shortNumber')}</th>
            <th scope="col">{t('column.role')}</th>
            <th scope="col">{t('column.state')}</th>
            <th scope="col">{t('column.devices')}</th>
            <th scope="col" className={styles.wideOnly}>
              {t('column.lastSeen')}
            </th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <AccountRow key={account.id} account={account} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AccountRow({ account }: { readonly account: AccountEntry }) {
  const t = useTranslations('admin.accounts');
  const format = useFormatter();
  return (
    <tr data-account={account.id}>
      <td>
        <span className={styles.who}>
          <Avatar address={account.address} name={account.display_name} />
          <button
            type="button"
            className={styles.open}
            onClick={() => goToFragment(`account/${account.id}`)}
          >
            <span className={styles.name}>{account.display_name}</span>
            <span className={styles.address}>{account.address}</span>
          </button>
        </span>
      </td>
      <td className={styles.number}>{account.sipkey}</td>
      <td>{t(`role.${account.role}`)}</td>
      <td className={styles.stateCell}>
        <AccountState state={account.state} />
      </td>
      <td className={styles.number}>{account.devices}</td>
      <td className={styles.wideOnly}>
        {account.last_seen === null
          ? t('never')
          : format.dateTime(new Date(account.last_seen), {
              dateStyle: 'medium',
              timeStyle: 'short',
            })}
      </td>
    </tr>
  );
}
