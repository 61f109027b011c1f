import clsx from 'clsx';
import { ChevronDown, CircleAlert } from 'lucide-react';
import { useId, type ComponentProps, type ReactNode } from 'react';

import styles from './field.module.css';

/** The attributes by which a control says what it is called and what is wrong with it. */
export interface ControlAttributes {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** A label, a control and, under it, a hint or what is wrong and what to do about it. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly children: (control: ControlAttributes) => ReactNode;
}) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint && (
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className={styles.error} id={`${id}-error`}>
          <CircleAlert aria-hidden="true" size={16} />
          {error}
        </p>
      )}
    </div>
  );
}

/** A line of text; never below 16 px, so that no phone zooms in on it. */
export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={clsx(styles.input, className)} />;
}

/** A text input with a button inside at its end. */
export function TextInputWithButton({
  button,
  ...rest
}: ComponentProps<'input'> & { readonly button: ReactNode }) {
  return (
    <div className={styles.box}>
      <TextInput {...rest} className={styles.withButton} />
      <span className={styles.inside}>{button}</span>
    </div>
  );
}

/** The system's own list of choices: right on a phone, and light. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <div className={styles.box}>
      <select {...rest} className={clsx(styles.input, className)}>
        {children}
      </select>
      <ChevronDown aria-hidden="true" className={styles.arrow} size={18} />
    </div>
  );
}
