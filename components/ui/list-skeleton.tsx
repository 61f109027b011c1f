import styles from './list-skeleton.module.css';
import { Skeleton } from './skeleton';

/** The places of a list's rows while it is loaded: an avatar and two lines each. */
export function ListSkeleton({ rows }: { readonly rows: number }) {
  return (
    <div aria-hidden="true" className={styles.list}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row}>
          <Skeleton shape="circle" />
          <div className={styles.words}>
            <Skeleton shape="short" />
            <Skeleton className={styles.second} />
          </div>
        </div>
      ))}
    </div>
  );
}
