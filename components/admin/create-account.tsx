'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { useMe } from '@/components/shell/me';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions } from '@/components/ui/dialog';
import { Field, Select, TextInput } from '@/components/ui/field';
import { Form, type FormFields } from '@/components/ui/form';
import { useProblemText } from '@/components/ui/problem-words';
import type { AccountEntry, CreateAccountBody } from '@/lib/platform/admin';
import type { Role } from '@/lib/platform/own';
import { problemOf } from '@/lib/web/api';
import { useCreateAccount, useOrganisations } from '@/lib/web/hooks/admin';
import { rolesFor } from './roles';
import { InvitationDialog } from './invitation-dialog';

type Mistakes = ReadonlySet<'account' | 'name' | 'number'>;

/** A new account, and at once the link by which its person sets a password. */
export function CreateAccount({ onClose }: { readonly onClose: () => void }) {
  const [created, setCreated] = useState<AccountEntry | null>(null);
  return created ? (
    <InvitationDialog account={created} onClose={onClose} />
  ) : (
    <CreateDialog onClose={onClose} onCreated={setCreated} />
  );
}

function CreateDialog({
  onClose,
  onCreated,
}: {
  readonly onClose: () => void;
  readonly onCreated: (account: AccountEntry) => void;
}) {
  const t = useTranslations('admin.create');
  const tAccounts = useTranslations('admin.accounts');
  const tCommon = useTranslations('common');
  const me = useMe();
  const problemText = useProblemText();
  const create = useCreateAccount();
  const [mistakes, setMistakes] = useState<Mistakes>(new Set());
  const roles = rolesFor(me.roles);
  const submit = (field: FormFields) => {
    const found = mistakesIn(field);
    setMistakes(found);
    if (found.size === 0) create.mutate(readAccount(field, roles), { onSuccess: onCreated });
  };
  return (
    <Dialog open onClose={onClose} title={t('title')}>
      <Form onSubmit={submit}>
        {create.isError && (
          <Banner tone="bad">
            {isTaken(create.error) ? t('taken') : problemText(create.error)}
          </Banner>
        )}
        <Field
          label={t('account')}
          hint={t('accountHint')}
          error={mistakes.has('account') ? t('accountWrong') : undefined}
        >
          {(control) => (
            <TextInput
              {...control}
              name="account"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={200}
            />
          )}
        </Field>
        <Field label={t('name')} error={mistakes.has('name') ? t('nameMissing') : undefined}>
          {(control) => <TextInput {...control} name="name" autoComplete="off" maxLength={80} />}
        </Field>
        <Field
          label={t('shortNumber')}
          hint={t('shortNumberHint')}
          error={mistakes.has('number') ? t('shortNumberWrong') : undefined}
        >
          {(control) => (
            <TextInput
              {...control}
              name="number"
              inputMode="numeric"
              autoComplete="off"
              maxLength={20}
            />
          )}
        </Field>
        <Field label={t('role')}>
          {(control) => (
            <Select {...control} name="role" defaultValue="member">
              {roles.map((role) => (
                <option key={role} value={role}>
                  {tAccounts(`role.${role}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {me.roles.includes('operator') && <OrganisationField own={me.organisation.id} />}
        <DialogActions>
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" kind="primary" busy={create.isPending}>
            {t('submit')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

/** Operators alone choose among organisations; nothing is shown where there is one. */
function OrganisationField({ own }: { readonly own: number }) {
  const t = useTranslations('admin.create');
  const organisations = useOrganisations().data ?? [];
  if (organisations.length < 2) return null;
  return (
    <Field label={t('organisation')}>
      {(control) => (
        <Select {...control} name="organisation" defaultValue={own}>
          {organisations.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function mistakesIn(field: FormFields): Mistakes {
  const mistakes = new Set<'account' | 'name' | 'number'>();
  if (!/^[^\s@/\\:%\p{Cc}]+(@[^\s@/\\:%\p{Cc}]+)?$/u.test(field('account').trim()))
    mistakes.add('account');
  if (field('name').trim() === '') mistakes.add('name');
  if (!/^(\d{2,20})?$/.test(field('number').trim())) mistakes.add('number');
  return mistakes;
}

function readAccount(field: FormFields, roles: readonly Role[]): CreateAccountBody {
  const number = field('number').trim();
  const role = roles.find((each) => each === field('role'));
  const organisation = field('organisation');
  return {
    account: field('account').trim(),
    display_name: field('name').trim(),
    ...(number !== '' && { sipkey: number }),
    ...(role && { role }),
    ...(organisation !== '' && { companyId: Number(organisation) }),
  };
}

function isTaken(error: unknown): boolean {
  const problem = problemOf(error);
  return problem.kind === 'refused' && problem.status === 409;
}
