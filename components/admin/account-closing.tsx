'use client';

import { Ban, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { useMe } from '@/components/shell/me';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field, TextInput } from '@/components/ui/field';
import { notify } from '@/components/ui/notices';
import { useProblemText } from '@/components/ui/problem-words';
import type { AccountEntry } from '@/lib/platform/admin';
import { useChangeAccount, useDeleteAccount } from '@/lib/web/hooks/admin';
import styles from './admin.module.css';

/** Disables, enables or deletes an account; never one's own. */
export function AccountClosing({
  account,
  onClosed,
}: {
  readonly account: AccountEntry;
  readonly onClosed: () => void;
}) {
  const t = useTranslations('admin.account');
  const me = useMe();
  const [asked, setAsked] = useState<'nothing' | 'disable' | 'delete'>('nothing');
  const close = () => setAsked('nothing');
  if (account.id === me.id) return <p className={styles.until}>{t('yourself')}</p>;
  return (
    <div className={styles.buttons}>
      {account.state === 'disabled' ? (
        <EnableButton account={account} />
      ) : (
        <Button icon={<Ban aria-hidden="true" size={18} />} onClick={() => setAsked('disable')}>
          {t('disable')}
        </Button>
      )}
      <Button
        kind="danger"
        icon={<Trash2 aria-hidden="true" size={18} />}
        onClick={() => setAsked('delete')}
      >
        {t('delete')}
      </Button>
      {asked === 'disable' && <DisableDialog account={account} onClose={close} />}
      {asked === 'delete' && (
        <DeleteDialog account={account} onClose={close} onDeleted={onClosed} />
      )}
    </div>
  );
}

function EnableButton({ account }: { readonly account: AccountEntry }) {
  const t = useTranslations('admin.account');
  const problemText = useProblemText();
  const change = useChangeAccount();
  return (
    <Button
      icon={<Undo2 aria-hidden="true" size={18} />}
      busy={change.isPending}
      onClick={() =>
        change.mutate(
          { id: account.id, disabled: false },
          {
            onError: (error) => notify({ tone: 'bad', text: problemText(error) }),
            onSuccess: () =>
              notify({ tone: 'good', text: t('enabled', { name: account.display_name }) }),
          },
        )
      }
    >
      {t('enable')}
    </Button>
  );
}

function DisableDialog({
  account: { id, display_name: name },
  onClose,
}: {
  readonly account: AccountEntry;
  readonly onClose: () => void;
}) {
  const t = useTranslations('admin.account');
  const problemText = useProblemText();
  const change = useChangeAccount();
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('disableTitle', { name })}
      description={t('disableText')}
      action={t('disable')}
      busy={change.isPending}
      onConfirm={() =>
        change.mutate(
          { id, disabled: true },
          {
            onError: (error) => notify({ tone: 'bad', text: problemText(error) }),
            onSuccess: () => {
              notify({ tone: 'good', text: t('disabled', { name }) });
              onClose();
            },
          },
        )
      }
    />
  );
}

function DeleteDialog({
  account: { id, account, display_name: name },
  onClose,
  onDeleted,
}: {
  readonly account: AccountEntry;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}) {
  const t = useTranslations('admin.account');
  const problemText = useProblemText();
  const remove = useDeleteAccount();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const confirm = () => {
    const right = typed.trim() === account;
    setWrong(!right);
    if (!right) return;
    remove.mutate(id, {
      onError: (error) => notify({ tone: 'bad', text: problemText(error) }),
      onSuccess: () => {
        notify({ tone: 'good', text: t('deleted', { name }) });
        onClose();
        onDeleted();
      },
    });
  };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('deleteTitle', { name })}
      description={t('deleteText', { account })}
      action={t('delete')}
      busy={remove.isPending}
      onConfirm={confirm}
    >
      <Field label={t('deleteLabel')} error={wrong ? t('deleteWrong', { account }) : undefined}>
        {(control) => (
          <TextInput
            {...control}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
