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
  const detail = `${amount(free)} free, ${Math.round(share * 100)} %`;
  if (free < fewBytes) return fail('disk', 'disk_full', detail);
  const isLittle = free < littleBytes || share < littleShare;
  return isLittle ? warn('disk', 'disk_little', detail) : ok('disk', detail);
}

function amount(bytes: number): string {
  return bytes < 2 ** 30
    ? `${Math.round(bytes / 2 ** 20)} MiB`
    : `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
