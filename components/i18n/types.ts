import type { Language } from '@/lib/platform/own';
import type { english } from './messages/en';

/** All messages of the product, as English has them; a namespace is a part of the product. */
export type Messages = typeof english;

/** A part of the product with messages of its own. */
export type Namespace = keyof Messages;

/** The messages of some parts. */
export type SomeMessages = Partial<{ readonly [Part in Namespace]: Translation<Messages[Part]> }>;

/** The same keys with any text: what a translation of English has to have, no more and no less. */
export type Translation<Source> = {
  readonly [Key in keyof Source]: Source[Key] extends string ? string : Translation<Source[Key]>;
};

declare module 'use-intl' {
  interface AppConfig {
    Locale: Language;
    Messages: Messages;
  }
}
