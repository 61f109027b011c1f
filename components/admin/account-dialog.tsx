'use client';

import { Link as LinkIcon } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';

import { useMe } from '@/components/shell/me';
import { Avatar } from '@/components/ui/avatar';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Select, TextInput } from '@/components/ui/field';
import { Form, type FormFields } from '@/components/ui/form';
import { Row } from '@/components/ui/group';
import { notify } from '@/components/ui/notices';
import { useProblemText } from '@/components/ui/problem-words';
import type { AccountEntry } from '@/lib/platform/admin';
import { useChangeAccount } from '@/lib/web/hooks/admin';
import { AccountClosing } from './account-closing';
import { AccountDevices } from './account-devices';
import { AccountState } from './account-state';
import styles from './admin.module.css';
import { InvitationDialog } from './invitation-dialog';
import { rolesFor } from './roles';

/** One account: what can be changed, its invitation link, its devices, its end. */
export function AccountDialog({
  account,
  onClose,
}: {
  readonly account: AccountEntry;
  readonly onClose: () => void;
}) {
  const t = useTranslations('admin.account');
  const format = useFormatter();
  const [inviting, setInviting] = useState(false);
  return (
    <Dialog open onClose={onClose} title={account.display_name} place="side">
      <div className={styles.who2}>
        <Avatar address={account.address} name={account.display_name} />
        <span className={styles.open}>
          <span>{account.address}</span>
          <span>
            <AccountState state={account.state} />
          </span>
        </span>
      </div>
      <ChangeForm account={account} />
      <div className={styles.rows}>
        <Row label={t('account')}>{account.account}</Row>
        <Row label={t('organisation')}>{account.organisation.name}</Row>
        <Row label={t('created')}>
          {format.dateTime(new Date(account.created), { dateStyle: 'medium' })}
        </Row>
      </div>
      <div className={styles.buttons}>
        <Button icon={<LinkIcon aria-hidden="true" size={18} />} onClick={() => setInviting(true)}>
          {account.state === 'invited' ? t('invite') : t('resetPassword')}
        </Button>
        {account.state === 'active' && <p className={styles.until}>{t('inviteDetail')}</p>}
      </div>
      <h3 className={styles.heading}>{t('devices')}</h3>
      <AccountDevices account={account.id} />
      <AccountClosing account={account} onClosed={onClose} />
      {inviting && <InvitationDialog account={account} onClose={() => setInviting(false)} />}
    </Dialog>
  );
}

function ChangeForm({ account }: { readonly account: AccountEntry }) {
  const t = useTranslations('admin.account');
  const tCreate = useTranslations('admin.create');
  const tAccounts = useTranslations('admin.accounts');
  const me = useMe();
  const problemText = useProblemText();
  const change = useChangeAccount();
  const [mistakes, setMistakes] = useState<ReadonlySet<'name' | 'number'>>(new Set());
  const roles = rolesFor(me.roles);
  const submit = (field: FormFields) => {
    const name = field('name').trim();
    const number = field('number').trim();
    const found = new Set<'name' | 'number'>();
    if (name === '') found.add('name');
    if (!/^\d{2,20}$/.test(number)) found.add('number');
    setMistakes(found);
    if (found.size > 0) return;
    const role = roles.find((each) => each === field('role'));
    change.mutate(
      {
        id: account.id,
        ...(name !== account.display_name && { display_name: name }),
        ...(number !== account.sipkey && { sipkey: number }),
        ...(role && role !== account.role && { role }),
      },
      { onSuccess: () => notify({ tone: 'good', text: t('saved') }) },
    );
  };
  return (
    <Form onSubmit={submit}>
      {change.isError && <Banner tone="bad">{problemText(change.error)}</Banner>}
      <Field
        label={tCreate('name')}
        error={mistakes.has('name') ? tCreate('nameMissing') : undefined}
      >
        {(control) => (
          <TextInput
            {...control}
            name="name"
            defaultValue={account.display_name}
            autoComplete="off"
            maxLength={80}
          />
        )}
      </Field>
      <Field
        label={tAccounts('column.shortNumber')}
        error={mistakes.has('number') ? tCreate('shortNumberWrong') : undefined}
      >
        {(control) => (
          <TextInput
            {...control}
            name="number"
            defaultValue={account.sipkey}
            inputMode="numeric"
            autoComplete="off"
            maxLength={20}
          />
        )}
      </Field>
      <Field label={tCreate('role')}>
        {(control) => (
          <Select
            {...control}
            name="role"
            defaultValue={account.role}
            disabled={account.id === me.id || !roles.includes(account.role)}
          >
            {[...new Set([...roles, account.role])].map((role) => (
              <option key={role} value={role}>
                {tAccounts(`role.${role}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit" kind="primary" busy={change.isPending}>
        {t('save')}
      </Button>
    </Form>
  );
}
