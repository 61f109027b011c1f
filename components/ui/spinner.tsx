import styles from './spinner.module.css';

/** Work is going on. Whoever shows it says in words what. */
export function Spinner() {
  return <span aria-hidden="true" className={styles.spinner} />;
}
