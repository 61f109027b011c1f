'use client';

import clsx from 'clsx';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useTranslations } from 'use-intl';

import { useStore } from '@/lib/web/hooks/store';
import type { Store } from '@/lib/web/store';
import { IconButton } from './icon-button';
import { announcements, dismissNotice, notices, type Announcement, type Notice } from './notices';
import styles from './notices.module.css';
import { VisuallyHidden } from './visually-hidden';

const icons = { information: Info, good: CircleCheck, bad: CircleAlert };

/** Where notices appear and announcements are read from; once in a page. */
export function NoticesView() {
  const shown = useStore(notices);
  return (
    <>
      <div role="status" className={styles.stack}>
        {shown.map((notice) => (
          <NoticeView key={notice.key} notice={notice} />
        ))}
      </div>
      <VisuallyHidden>
        <Announced store={announcements.polite} urgency="polite" />
        <Announced store={announcements.assertive} urgency="assertive" />
      </VisuallyHidden>
    </>
  );
}

function NoticeView({ notice }: { readonly notice: Notice }) {
  const t = useTranslations('common');
  const Icon = icons[notice.tone];
  const dismiss = () => dismissNotice(notice.key);
  const { action } = notice;
  return (
    <div
      data-toast
      className={clsx(styles.notice, styles[notice.tone])}
      onAnimationEnd={(event) => {
        if (event.animationName.includes('stay')) dismiss();
      }}
    >
      <Icon aria-hidden="true" size={20} />
      <p className={styles.text}>{notice.text}</p>
      {action && (
        <button
          type="button"
          className={styles.action}
          onClick={() => {
            dismiss();
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <IconButton label={t('close')} className={styles.close} onClick={dismiss}>
        <X aria-hidden="true" size={18} />
      </IconButton>
    </div>
  );
}

function Announced({
  store,
  urgency,
}: {
  readonly store: Store<Announcement>;
  readonly urgency: 'polite' | 'assertive';
}) {
  const said = useStore(store);
  return (
    <span aria-live={urgency} aria-atomic="true">
      <span key={said.key}>{said.text}</span>
    </span>
  );
}
