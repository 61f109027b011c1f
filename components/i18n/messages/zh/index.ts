import type { Messages, Translation } from '../../types';
import { common } from './common';
import { entry } from './entry';

/** All Chinese messages: the same keys as English. */
export const chinese: Translation<Messages> = { common, entry };
