'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';

import { Button } from './button';
import { Dialog, DialogActions } from './dialog';

/** Asks once more before something that cannot be undone; says what will be lost. */
export function ConfirmDialog({
  open,
  onClose,
  onConfirm,
  title,
  description,
  action,
  busy = false,
  over,
  children,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  readonly title: ReactNode;
  readonly description: ReactNode;
  /** The words of the button that does it: a verb. */
  readonly action: ReactNode;
  readonly busy?: boolean;
  readonly over?: 'page' | 'call';
  readonly children?: ReactNode;
}) {
  const t = useTranslations('common');
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      description={description}
      {...(over && { over })}
    >
      {children}
      <DialogActions>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button kind="end" busy={busy} onClick={onConfirm}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
