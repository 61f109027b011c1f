import * as z from 'zod/mini';

/** A variable that holds a list: its entries are separated by commas, and blank ones do not count. */
export const list = z.pipe(
  z._default(z.string(), ''),
  z.transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
  ),
);
