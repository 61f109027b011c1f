import clsx from 'clsx';
import type { ReactNode } from 'react';

import styles from './group.module.css';

/** A card of rows that belong together, under a heading. */
export function Group({
  title,
  hint,
  children,
}: {
  readonly title?: ReactNode;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.group}>
      {title && <h2 className={styles.title}>{title}</h2>}
      <div className={styles.rows}>{children}</div>
      {hint && <p className={styles.hint}>{hint}</p>}
    </section>
  );
}

/** A row: what it is, a word about it, and its value or control at the end. */
export function Row({
  icon,
  label,
  detail,
  htmlFor,
  labelId,
  narrow = 'beside',
  children,
}: {
  readonly icon?: ReactNode;
  readonly label: ReactNode;
  readonly detail?: ReactNode;
  /** The id of the control that the label names. */
  readonly htmlFor?: string;
  readonly labelId?: string;
  /** Where the control stands on a phone. */
  readonly narrow?: 'beside' | 'below';
  readonly children?: ReactNode;
}) {
  return (
    <div className={clsx(styles.row, narrow === 'below' && styles.stacks)}>
      {icon}
      <div className={styles.words}>
        {htmlFor ? (
          <label className={styles.label} id={labelId} htmlFor={htmlFor}>
            {label}
          </label>
        ) : (
          <span className={styles.label} id={labelId}>
            {label}
          </span>
        )}
        {detail && <span className={styles.detail}>{detail}</span>}
      </div>
      {children && <div className={styles.value}>{children}</div>}
    </div>
  );
}

/** The class names of a row that is a link or a button as a whole. */
export const tapRow = clsx(styles.row, styles.tap);

/** What stands in a row that is a link or a button. */
export function RowWords({
  label,
  detail,
}: {
  readonly label: ReactNode;
  readonly detail?: ReactNode;
}) {
  return (
    <span className={styles.words}>
      <span className={styles.label}>{label}</span>
      {detail && <span className={styles.detail}>{detail}</span>}
    </span>
  );
}
