'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';

import { useMe } from '@/components/shell/me';
import { Avatar } from '@/components/ui/avatar';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogActions } from '@/components/ui/dialog';
import { Field, TextInput } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { Group, Row } from '@/components/ui/group';
import { announce } from '@/components/ui/notices';
import { useProblemText } from '@/components/ui/problem-words';
import { useChangeProfile } from '@/lib/web/hooks/account';
import styles from './settings.module.css';

/** Who I am for others: the name can be changed, the rest is the administrator's. */
export function ProfileSettings() {
  const t = useTranslations('settings.profile');
  const tHome = useTranslations('home');
  const me = useMe();
  const [renaming, setRenaming] = useState(false);
  return (
    <Group title={t('title')}>
      <div className={styles.me}>
        <Avatar address={me.address} name={me.display_name} />
        <div className={styles.meWords}>
          <span className={styles.meName}>{me.display_name}</span>
          <span className={styles.meAddress}>{me.organisation.name}</span>
        </div>
        <Button onClick={() => setRenaming(true)}>{t('change')}</Button>
      </div>
      <Row label={t('address')} detail={me.address}>
        <CopyButton text={me.address} label={tHome('person.copyAddress')} />
      </Row>
      <Row label={t('shortNumber')}>{me.sipkey}</Row>
      <Row label={t('account')}>{me.account}</Row>
      {renaming && <NameDialog present={me.display_name} onClose={() => setRenaming(false)} />}
    </Group>
  );
}

function NameDialog({
  present,
  onClose,
}: {
  readonly present: string;
  readonly onClose: () => void;
}) {
  const t = useTranslations('settings');
  const tCommon = useTranslations('common');
  const problemText = useProblemText();
  const change = useChangeProfile();
  const [missing, setMissing] = useState(false);
  return (
    <Dialog open onClose={onClose} title={t('profile.change')}>
      <Form
        onSubmit={(field) => {
          const displayName = field('name').trim();
          setMissing(displayName === '');
          if (displayName === '') return;
          change.mutate(
            { displayName },
            {
              onSuccess: () => {
                announce(t('saved'));
                onClose();
              },
            },
          );
        }}
      >
        {change.isError && <Banner tone="bad">{problemText(change.error)}</Banner>}
        <Field
          label={t('profile.name')}
          hint={t('profile.nameHint')}
          error={missing ? t('profile.nameMissing') : undefined}
        >
          {(control) => (
            <TextInput
              {...control}
              name="name"
              defaultValue={present}
              autoComplete="name"
              maxLength={80}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" kind="primary" busy={change.isPending}>
            {tCommon('save')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
