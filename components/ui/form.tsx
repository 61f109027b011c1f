'use client';

import { useEffect, useRef, type ReactNode } from 'react';
import { flushSync } from 'react-dom';

import styles from './form.module.css';

/**
 * A form that reports what it holds and never reloads the page. Where something is found wrong with what was sent,
 * at once or once the server has answered, the focus goes to the first such field.
 */
export function Form({
  onSubmit,
  children,
}: {
  readonly onSubmit: (fields: FormFields) => void;
  readonly children: ReactNode;
}) {
  const form = useRef<HTMLFormElement>(null);
  const awaitsVerdict = useRef(false);
  useEffect(() => {
    if (!awaitsVerdict.current) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (!wrong) return;
    awaitsVerdict.current = false;
    wrong.focus();
  });
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // Dialogs stand inside other forms' trees through portals; theirs must not be sent too.
        event.stopPropagation();
        const data = new FormData(event.currentTarget);
        // What was wrong before is gone from the fields, or stands there anew, before they are looked at.
        flushSync(() => {
          onSubmit((name) => {
            const value = data.get(name);
            return typeof value === 'string' ? value : '';
          });
        });
        const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
        awaitsVerdict.current = !wrong;
        wrong?.focus();
      }}
    >
      {children}
    </form>
  );
}

/** Reads a field by its name, as it was typed; empty where it holds nothing. */
export type FormFields = (name: string) => string;
