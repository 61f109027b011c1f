import clsx from 'clsx';

import styles from './avatar.module.css';
import { hueOf, initialsOf } from './initials';

/** A person or a meeting at a glance: initials on a colour that its address decides, of a guest the name. */
export function Avatar({
  address,
  name,
  size = 'row',
  className,
}: {
  readonly address: string;
  readonly name: string;
  readonly size?: 'small' | 'row' | 'large' | 'call';
  readonly className?: string | undefined;
}) {
  return (
    <span
      aria-hidden="true"
      className={clsx(
        styles.avatar,
        styles[size],
        styles[`hue${hueOf(address || name)}`],
        className,
      )}
    >
      {initialsOf(name || address)}
    </span>
  );
}
