/** The lists of home. */
export const lists = ['recents', 'people', 'keypad', 'meetings'] as const;

/** One of {@link lists}. */
export type List = (typeof lists)[number];

/** Where one is at home: a list, and whose details are open beside it (an address). */
export interface Place {
  readonly list: List;
  readonly address: string | null;
}

/** The place that a fragment names: `people/bob%40example.com`; anything else is the recents. */
export function readPlace(fragment: string): Place {
  const [name, ...rest] = fragment.split('/');
  const list = lists.find((each) => each === name) ?? 'recents';
  return { list, address: decode(rest.join('/')) };
}

/** The fragment of a place. */
export function writePlace({ list, address }: Place): string {
  return address === null ? list : `${list}/${encodeURIComponent(address)}`;
}

function decode(text: string): string | null {
  try {
    return text === '' ? null : decodeURIComponent(text);
  } catch {
    return null;
  }
}
