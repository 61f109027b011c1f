import * as z from 'zod/mini';
import type { Shelf } from '../storage';

const keptSchema = z.object({ account: z.string(), device_ids: z.array(z.string()) });
const shelfKey = 'voip';

/** What was registered for the app and has not been ended, also by earlier launches. */
export interface VoipShelf {
  /** The registrations of an account; those of another ended with its session. */
  readonly of: (account: string) => readonly string[];
  readonly keep: (account: string, deviceId: string) => void;
  readonly drop: (account: string, deviceId: string) => void;
  readonly clear: () => void;
}

/** Keeps it on a shelf of the browser profile. */
export function createVoipShelf(shelf: Shelf): VoipShelf {
  const of = (account: string): readonly string[] => {
    const kept = readKept(shelf.read(shelfKey));
    return kept?.account === account ? kept.device_ids : [];
  };
  const write = (account: string, deviceIds: readonly string[]): void => {
    shelf.write(shelfKey, JSON.stringify({ account, device_ids: deviceIds }));
  };
  return {
    of,
    keep(account, deviceId) {
      const kept = of(account);
      if (!kept.includes(deviceId)) write(account, [...kept, deviceId]);
    },
    drop(account, deviceId) {
      write(
        account,
        of(account).filter((one) => one !== deviceId),
      );
    },
    clear: () => shelf.remove(shelfKey),
  };
}

function readKept(text: string | null): z.infer<typeof keptSchema> | null {
  try {
    const parsed = z.safeParse(keptSchema, JSON.parse(text ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
