import type { ReactNode } from 'react';

import styles from './empty-state.module.css';

/** Nothing is here: why, and what to do first. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
  heading: Heading = 'h2',
}: {
  readonly icon: ReactNode;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly heading?: 'h1' | 'h2' | 'h3';
}) {
  return (
    <div className={styles.empty}>
      <span aria-hidden="true" className={styles.icon}>
        {icon}
      </span>
      <Heading className={styles.title}>{title}</Heading>
      {children && <p className={styles.text}>{children}</p>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
