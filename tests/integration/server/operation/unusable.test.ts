import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '@/lib/server/backup/backup';
import { restore } from '@/lib/server/backup/restore';
import { startServer } from '@/lib/server/main';

/** Holds a data folder as a server does, in a process of its own. */
const holding = `
  const { lockFolder } = await import('./lib/server/store/folder-lock.ts');
  lockFolder(process.env.DATA);
  console.log('held');
  setInterval(() => undefined, 1_000);
`;

describe('a start on an embedded database', () => {
  let folder: string;
  let data: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ringway-unusable-'));
    data = join(folder, 'data');
    file = join(data, 'ringway.db');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const start = () => startServer({ PORT: '0', DATA: data, LOG_LEVEL: 'silent' });
  const settings = () => ({ data, databaseUrl: null });

  it('that another server has is refused, until that one has stopped', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(/in use by another Ringway.*set DATA to another folder/);
    expect((await fetch(`http://127.0.0.1:${first.port}/readyz`)).status).toBe(200);
    await first.stop();
    await (await start()).stop();
  });

  it('that another process has is refused, until that one was killed', async () => {
    await (await start()).stop();
    const holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module'], {
      env: { ...process.env, DATA: data },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = once(holder, 'exit');
    holder.stdin.end(holding);
    await once(createInterface(holder.stdout), 'line');
    await expect(start()).rejects.toThrow(/in use by another Ringway/);
    holder.kill('SIGKILL');
    await ended;
    await (await start()).stop();
  });

  it('that another program has locked is refused in words', async () => {
    await (await start()).stop();
    const other = new Database(file);
    other.exec('begin exclusive');
    await expect(start()).rejects.toThrow(/is locked by another program.*start again/);
    other.close();
    await (await start()).stop();
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['whose first page is gone', (bytes) => Buffer.concat([Buffer.alloc(4_096), bytes])],
    ['that is text', () => Buffer.from('no database, '.repeat(1_000))],
    ['whose middle was written over', (bytes) => bytes.fill(0x55, 4_096, bytes.length - 4_096)],
    ['that is cut off', (bytes) => bytes.subarray(0, bytes.length - 3 * 4_096)],
  ])('%s is refused with the way to restore, which works', async (_name, spoil) => {
    await (await start()).stop();
    const backup = join(folder, 'backup');
    await backUp(settings(), backup);
    const damaged = spoil(await readFile(file));
    await writeFile(file, damaged);
    await expect(start()).rejects.toThrow(/is damaged.*npm run restore -- <backup file>/);
    // Nothing was changed, and the folder is free again.
    expect((await readFile(file)).equals(damaged)).toBe(true);
    const { before } = await restore(settings(), backup);
    expect((await readFile(join(before ?? '', 'ringway.db'))).equals(damaged)).toBe(true);
    await (await start()).stop();
  });

  it('in a folder that is a file is refused', async () => {
    await writeFile(data, 'no folder');
    await expect(start()).rejects.toThrow(/data/);
  });
});
