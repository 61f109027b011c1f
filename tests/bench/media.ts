import type { Figure } from './figure';
export const mediaGroup = (): Promise<readonly Figure[]> => Promise.resolve([]);
