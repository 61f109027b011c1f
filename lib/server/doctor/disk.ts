import { statfs } from 'node:fs/promises';
import { fail, ok, said, warn, type Check } from './check';

/** Below this (bytes) or this share of the disk, room has to be made soon. */
const littleBytes = 2 ** 30;
const littleShare = 0.05;

/** Below this (bytes) the database may soon not be written any more. */
const fewBytes = 100 * 2 ** 20;

/** How much room the data folder has. */
export async function checkDisk(data: string): Promise<Check> {
  try {
    const { bavail, blocks, bsize } = await statfs(data);
    return judgeDisk(bavail * bsize, blocks * bsize);
  } catch (error) {
    return fail('disk', 'database_missing', said(error));
  }
}

/** Whether so many free bytes of so many are enough. */
export function judgeDisk(free: number, size: number): Check {
  const share = size === 0 ? 0 : free / size;
  const room = { kind: 'room', free, size } as const;
  if (free < fewBytes) return fail('disk', 'disk_full', room);
  const isLittle = free < littleBytes || share < littleShare;
  return isLittle ? warn('disk', 'disk_little', room) : ok('disk', room);
}
