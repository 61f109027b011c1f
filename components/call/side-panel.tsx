'use client';

import { X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { useTranslations } from 'use-intl';

import { IconButton } from '@/components/ui/icon-button';
import type { CallView } from '@/lib/web/call/view';
import { ChatPanel } from './chat-panel';
import { PeoplePanel } from './people-panel';
import styles from './side-panel.module.css';
import type { Panel } from './stage-state';
import type { StageView } from './stage-view';

/** People or chat: beside the stage on a desktop, over its lower part on a phone. Escape closes it. */
export function SidePanel({
  call,
  view,
  panel,
  onClose,
}: {
  readonly call: CallView;
  readonly view: StageView;
  readonly panel: Panel;
  readonly onClose: () => void;
}) {
  const t = useTranslations('call');
  const tCommon = useTranslations('common');
  const title = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [panel]);
  return (
    <aside
      aria-labelledby={title}
      className={styles.panel}
      onKeyDown={(event) => {
        // A menu within it has taken the key for itself.
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <div className={styles.head}>
        <h2 ref={heading} id={title} tabIndex={-1} className={styles.title}>
          {t(`${panel}.title`)}
        </h2>
        <IconButton label={tCommon('close')} onClick={onClose}>
          <X aria-hidden="true" size={20} />
        </IconButton>
      </div>
      {panel === 'people' ? <PeoplePanel call={call} view={view} /> : <ChatPanel call={call} />}
    </aside>
  );
}
