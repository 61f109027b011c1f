'use client';

import { X } from 'lucide-react';
import { useDeferredValue, useId, useState } from 'react';
import { useTranslations } from 'use-intl';

import { goToFragment } from '@/components/navigation/fragment';
import { Button } from '@/components/ui/button';
import { Field, Select, TextInput } from '@/components/ui/field';
import { pushStates, type PushState } from '@/lib/platform/pushes';
import { useAccounts } from '@/lib/web/hooks/admin';
import styles from './pushes.module.css';

/** Narrows the push log to a state and to one account. */
export function PushFilters({
  account,
  name,
  state,
  onState,
}: {
  readonly account: number | null;
  /** Of that account, where the log tells it. */
  readonly name: string | undefined;
  readonly state: PushState | null;
  readonly onState: (state: PushState | null) => void;
}) {
  const t = useTranslations('admin.pushes.log');
  const tState = useTranslations('admin.pushes.state');
  return (
    <div className={styles.filters}>
      <Field label={t('state')}>
        {(control) => (
          <Select
            {...control}
            value={state ?? ''}
            onChange={({ target: { value } }) =>
              onState(pushStates.find((each) => each === value) ?? null)
            }
          >
            <option value="">{t('anyState')}</option>
            {pushStates.map((each) => (
              <option key={each} value={each}>
                {tState(each)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {account === null ? <AccountField /> : <OneAccount account={account} name={name} />}
    </div>
  );
}

/** Finds an account as one types; picking one narrows the log to it. */
function AccountField() {
  const t = useTranslations('admin.pushes.log');
  const list = useId();
  const [text, setText] = useState('');
  const accounts = useAccounts(useDeferredValue(text));
  const found = accounts.data?.pages.flatMap((page) => page.accounts) ?? [];
  return (
    <Field label={t('account')}>
      {(control) => (
        <>
          <TextInput
            {...control}
            type="search"
            list={list}
            placeholder={t('accountHint')}
            autoComplete="off"
            value={text}
            onChange={({ target: { value } }) => {
              setText(value);
              const picked = found.find(({ address }) => address === value);
              if (picked) goToFragment(`pushes/${picked.id}`);
            }}
          />
          <datalist id={list}>
            {found.slice(0, 20).map(({ id, address, display_name: shown }) => (
              <option key={id} value={address}>
                {shown}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function OneAccount({
  account,
  name,
}: {
  readonly account: number;
  readonly name: string | undefined;
}) {
  const t = useTranslations('admin.pushes.log');
  const accounts = useAccounts('');
  const known = accounts.data?.pages
    .flatMap((page) => page.accounts)
    .find(({ id }) => id === account)?.display_name;
  return (
    <div className={styles.one}>
      <span>{t('only', { name: name ?? known ?? t('somebody') })}</span>
      <Button icon={<X aria-hidden="true" size={18} />} onClick={() => goToFragment('pushes')}>
        {t('clear')}
      </Button>
    </div>
  );
}
