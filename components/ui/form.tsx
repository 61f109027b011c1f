import type { ReactNode } from 'react';

import styles from './form.module.css';

/** A form that reports what it holds and never reloads the page. */
export function Form({
  onSubmit,
  children,
}: {
  readonly onSubmit: (fields: FormFields) => void;
  readonly children: ReactNode;
}) {
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // Dialogs stand inside other forms' trees through portals; theirs must not be sent too.
        event.stopPropagation();
        const data = new FormData(event.currentTarget);
        onSubmit((name) => {
          const value = data.get(name);
          return typeof value === 'string' ? value : '';
        });
      }}
    >
      {children}
    </form>
  );
}

/** Reads a field by its name, as it was typed; empty where it holds nothing. */
export type FormFields = (name: string) => string;
