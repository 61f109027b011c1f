/** A shelf for short texts that outlives the page; where the browser forbids it, it forgets. */
export interface Shelf {
  read(key: string): string | null;
  write(key: string, value: string): void;
  remove(key: string): void;
}

/** What belongs to the browser profile: shared by its tabs, kept until the person clears it. */
export const profileShelf: Shelf = shelfOver(() => localStorage);

/** What belongs to this tab: survives a reload, and nothing else. */
export const tabShelf: Shelf = shelfOver(() => sessionStorage);

function shelfOver(open: () => Storage): Shelf {
  // Private windows and blocked cookies make the very access throw.
  const attempt = <Result>(act: (storage: Storage) => Result): Result | null => {
    try {
      return act(open());
    } catch {
      return null;
    }
  };
  return {
    read: (key) => attempt((storage) => storage.getItem(`ringway.${key}`)),
    write: (key, value) => void attempt((storage) => storage.setItem(`ringway.${key}`, value)),
    remove: (key) => void attempt((storage) => storage.removeItem(`ringway.${key}`)),
  };
}
