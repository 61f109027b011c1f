import { common } from './common';
import { entry } from './entry';

/** All English messages, by the part of the product that shows them. */
export const english = { common, entry } as const;
