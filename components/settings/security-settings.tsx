'use client';

import { KeyRound, LogOut } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { useMe } from '@/components/shell/me';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { Group, Row } from '@/components/ui/group';
import { notify } from '@/components/ui/notices';
import { PasswordInput } from '@/components/ui/password-input';
import { useProblemText } from '@/components/ui/problem-words';
import { problemOf } from '@/lib/web/api';
import { useChangePassword } from '@/lib/web/hooks/account';
import { signOut } from '@/lib/web/session';

/** The shortest new password, in characters (NIST SP 800-63B asks for length, not for signs). */
const shortest = 10;

/** Changing the password, and signing out. */
export function SecuritySettings() {
  const t = useTranslations('settings.security');
  const [changing, setChanging] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    const left = await signOut();
    setLeaving(false);
    if (!left) notify({ tone: 'bad', text: t('signOutFailed') });
  };
  return (
    <Group title={t('title')}>
      <Row label={t('password')} detail={t('passwordDetail')} narrow="below">
        <Button icon={<KeyRound aria-hidden="true" size={18} />} onClick={() => setChanging(true)}>
          {t('password')}
        </Button>
      </Row>
      <Row label={t('signOut')} detail={t('signOutDetail')} narrow="below">
        <Button
          kind="danger"
          busy={leaving}
          icon={<LogOut aria-hidden="true" size={18} />}
          onClick={() => void leave()}
        >
          {t('signOut')}
        </Button>
      </Row>
      {changing && <PasswordDialog onClose={() => setChanging(false)} />}
    </Group>
  );
}

type Mistake =
  { readonly field: 'current' } | { readonly field: 'new'; readonly missing: number } | null;

function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('settings.security');
  const tCommon = useTranslations('common');
  const me = useMe();
  const problemText = useProblemText();
  const change = useChangePassword();
  const [mistake, setMistake] = useState<Mistake>(null);
  const problem = change.isError ? problemOf(change.error) : null;
  const wrong = problem?.kind === 'refused' && problem.reason === 'forbidden';
  return (
    <Dialog open onClose={onClose} title={t('password')} description={t('passwordDetail')}>
      <Form
        onSubmit={(field) => {
          const found = mistakeIn(field('current'), field('new'));
          setMistake(found);
          if (found !== null) return;
          change.mutate(
            { current: field('current'), new: field('new') },
            {
              onSuccess: () => {
                notify({ tone: 'good', text: t('changed') });
                onClose();
              },
            },
          );
        }}
      >
        {problem && !wrong && <Banner tone="bad">{problemText(change.error)}</Banner>}
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={me.account}
          readOnly
          hidden
        />
        <Field
          label={t('current')}
          error={
            mistake?.field === 'current' ? t('currentMissing') : wrong ? t('wrong') : undefined
          }
        >
          {(control) => (
            <PasswordInput {...control} name="current" autoComplete="current-password" />
          )}
        </Field>
        <Field
          label={t('new')}
          hint={t('newHint')}
          error={mistake?.field === 'new' ? t('newShort', { missing: mistake.missing }) : undefined}
        >
          {(control) => (
            <PasswordInput {...control} name="new" autoComplete="new-password" maxLength={256} />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" kind="primary" busy={change.isPending}>
            {t('password')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

function mistakeIn(present: string, next: string): Mistake {
  if (present === '') return { field: 'current' };
  return next.length < shortest ? { field: 'new', missing: shortest - next.length } : null;
}
