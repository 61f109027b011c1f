'use client';

import clsx from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';

import styles from './dialog.module.css';
import { focusBack, focusPath, type FocusPath } from './focus-path';
import { IconButton } from './icon-button';
import { OverPlace } from './over-place';

/**
 * A question or a form over the page: in the middle of a desktop, or at its `side`; from below on a
 * phone. The focus goes into it and comes back; Escape and a tap outside close it.
 */
export function Dialog({
  open,
  onClose,
  title,
  description,
  place = 'middle',
  over = 'page',
  children,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly place?: 'middle' | 'side';
  /** What it lies over: the call stage is dark in both themes. */
  readonly over?: 'page' | 'call';
  readonly children?: ReactNode;
}) {
  const t = useTranslations('common');
  const before = useRef<FocusPath>([]);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={clsx(styles.overlay, over === 'call' && styles.overCall)} />
        <Radix.Content
          className={clsx(
            styles.box,
            place === 'side' ? styles.side : styles.dialog,
            over === 'call' && styles.overCall,
          )}
          data-theme={over === 'call' ? 'dark' : undefined}
          {...(description === undefined && { 'aria-describedby': undefined })}
          data-place={place}
          onOpenAutoFocus={(event) => {
            before.current = focusPath();
            focusFirst(event);
          }}
          onCloseAutoFocus={(event) => {
            // By itself it would go to a trigger of the library's, of which there is none.
            event.preventDefault();
            focusBack(before.current);
          }}
        >
          <div className={styles.head}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label={t('close')}>
                <X aria-hidden="true" size={20} />
              </IconButton>
            </Radix.Close>
          </div>
          <div className={styles.body}>
            {description !== undefined && (
              <Radix.Description className={styles.text}>{description}</Radix.Description>
            )}
            <OverPlace value={null}>{children}</OverPlace>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The focus goes to the first field; not on a phone, where a keyboard would cover the words. */
function focusFirst(event: Event): void {
  const box = event.currentTarget;
  if (!(box instanceof HTMLElement)) return;
  event.preventDefault();
  const types = window.matchMedia('(pointer: fine)').matches && box.dataset['place'] === 'middle';
  const field = types ? box.querySelector<HTMLElement>('input:not([hidden])') : null;
  (field ?? box).focus();
}

/** The row of buttons at the end of a dialog; the one that acts comes last. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
