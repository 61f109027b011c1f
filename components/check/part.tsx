import { useId, type ReactNode } from 'react';

import styles from './device-check.module.css';

/** One thing that is checked. */
export function Part({
  title,
  icon,
  children,
}: {
  readonly title: string;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={styles.part}>
      <h2 id={heading} className={styles.heading}>
        {icon}
        {title}
      </h2>
      {children}
    </section>
  );
}
