'use client';

import { useEffect, useRef } from 'react';
import { useFormatter, useTranslations } from 'use-intl';

import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogActions } from '@/components/ui/dialog';
import { LinkPicture } from '@/components/ui/link-picture';
import { Skeleton } from '@/components/ui/skeleton';
import type { AccountEntry } from '@/lib/platform/admin';
import { useInviteAccount } from '@/lib/web/hooks/admin';
import styles from './admin.module.css';

/** Makes the link by which a person sets a password, and shows it this once. */
export function InvitationDialog({
  account,
  onClose,
}: {
  readonly account: Pick<AccountEntry, 'id' | 'display_name'>;
  readonly onClose: () => void;
}) {
  const t = useTranslations('admin.link');
  const tCommon = useTranslations('common');
  const format = useFormatter();
  const invite = useInviteAccount();
  const asked = useRef(false);
  const { mutate } = invite;
  useEffect(() => {
    // A second link would make the first void: one a dialog.
    if (asked.current) return;
    asked.current = true;
    mutate(account.id);
  }, [mutate, account.id]);
  const name = account.display_name;
  return (
    <Dialog open onClose={onClose} title={t('title', { name })} description={t('text', { name })}>
      {invite.isError && (
        <Banner
          tone="bad"
          action={<Button onClick={() => mutate(account.id)}>{tCommon('retry')}</Button>}
        >
          {t('failed')}
        </Banner>
      )}
      {!invite.isError && (
        <p role="status" aria-label={t('label')} className={styles.linkBox}>
          {invite.data ? invite.data.link : <Skeleton />}
        </p>
      )}
      {invite.data && (
        <>
          <LinkPicture link={invite.data.link} />
          <p className={styles.until}>
            {t('until', {
              date: format.dateTime(new Date(invite.data.expires_at * 1000), {
                dateStyle: 'long',
                timeStyle: 'short',
              }),
            })}
          </p>
          <DialogActions>
            <Button onClick={onClose}>{t('done')}</Button>
            <CopyButton
              kind="primary"
              text={invite.data.link}
              label={t('copy')}
              words={t('copy')}
            />
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}
