import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import * as z from 'zod/mini';

/** What pages and service worker of this browser profile share: named pieces, each with its schema. */
interface Kept extends DBSchema {
  readonly kept: { readonly key: string; readonly value: unknown };
}

/** A named piece of what is kept, and how it is read back: an older version may have written it. */
export interface Piece<Schema extends z.ZodMiniType> {
  readonly key: string;
  readonly schema: Schema;
}

let opening: Promise<IDBPDatabase<Kept>> | null = null;

/** Reads a piece; null where there is none, where it is not understood, and where the browser keeps nothing. */
export async function readKept<Schema extends z.ZodMiniType>({
  key,
  schema,
}: Piece<Schema>): Promise<z.infer<Schema> | null> {
  try {
    const parsed = z.safeParse(schema, await (await database()).get('kept', key));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Writes a piece; a browser that keeps nothing (a private window, a full disk) forgets it. */
export async function writeKept<Schema extends z.ZodMiniType>(
  { key }: Piece<Schema>,
  value: z.infer<Schema>,
): Promise<void> {
  try {
    await (await database()).put('kept', value, key);
  } catch {
    // The page works without; it only starts empty when it is offline.
  }
}

/** Forgets everything: nobody is signed in here any more. */
export async function emptyKept(): Promise<void> {
  try {
    await (await database()).clear('kept');
  } catch {
    // Where nothing can be kept, nothing is.
  }
}

function database(): Promise<IDBPDatabase<Kept>> {
  const forget = (): void => {
    opening = null;
  };
  opening ??= openDB<Kept>('ringway', 1, {
    upgrade(opened) {
      opened.createObjectStore('kept');
    },
    // A newer version of the pages waits for this one to let go.
    blocking(_current, _blocked, event) {
      forget();
      if (event.target instanceof IDBDatabase) event.target.close();
    },
    terminated: forget,
  }).catch((error: unknown) => {
    forget();
    throw error;
  });
  return opening;
}
