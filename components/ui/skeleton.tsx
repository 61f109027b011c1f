import clsx from 'clsx';

import styles from './skeleton.module.css';

/** The place of something that is being loaded, in its true size. */
export function Skeleton({
  shape = 'line',
  className,
}: {
  readonly shape?: 'line' | 'short' | 'circle' | 'block';
  readonly className?: string | undefined;
}) {
  return <span aria-hidden="true" className={clsx(styles.skeleton, styles[shape], className)} />;
}
