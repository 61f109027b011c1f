import clsx from 'clsx';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode, Ref } from 'react';

import styles from './banner.module.css';

/** How good or bad a piece of news is. */
export type Tone = 'information' | 'good' | 'warning' | 'bad';

const icons = { information: Info, good: CircleCheck, warning: TriangleAlert, bad: CircleAlert };

/** News that stays: what happened and what to do next. A bad one is read out at once. */
export function Banner({
  tone,
  title,
  children,
  action,
  ref,
}: {
  readonly tone: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly ref?: Ref<HTMLDivElement>;
}) {
  const Icon = icons[tone];
  return (
    <div
      ref={ref}
      role={tone === 'bad' ? 'alert' : 'status'}
      className={clsx(styles.banner, styles[tone])}
    >
      <Icon aria-hidden="true" className={styles.icon} size={20} />
      <div className={styles.words}>
        {title && <p className={styles.title}>{title}</p>}
        {children}
      </div>
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
