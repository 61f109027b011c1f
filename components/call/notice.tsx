import clsx from 'clsx';
import type { ReactNode } from 'react';

import styles from './notice.module.css';

/** A tap that helps. */
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

/** A line over the stage that stays until what it tells of is over. */
export function Notice({
  icon,
  title,
  text,
  action,
  otherwise,
}: {
  readonly icon: ReactNode;
  readonly title?: string;
  readonly text: string;
  readonly action?: NoticeAction;
  /** What else can be done about it. */
  readonly otherwise?: NoticeAction;
}) {
  return (
    <div className={clsx(styles.notice, otherwise && styles.withChoice)}>
      {icon}
      <p className={styles.words}>
        {title && <strong className={styles.title}>{title}</strong>}
        {text}
      </p>
      {(action ?? otherwise) && (
        <div className={styles.actions}>
          {otherwise && (
            <button
              type="button"
              className={clsx(styles.action, styles.otherwise)}
              onClick={() => otherwise.run()}
            >
              {otherwise.label}
            </button>
          )}
          {action && (
            <button type="button" className={styles.action} onClick={() => action.run()}>
              {action.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
