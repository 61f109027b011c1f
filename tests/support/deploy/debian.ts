import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasServerRoot, onServer, serverMissing } from '@/scripts/server-root.mjs';

/** How a command ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** A fresh Debian 13 with loopback alone, in which commands run one after the other. */
export class Debian {
  readonly #layer: string;
  readonly #given: Readonly<Record<string, string>>;

  private constructor(layer: string, given: Readonly<Record<string, string>>) {
    this.#layer = layer;
    this.#given = given;
  }

  /** @param given folders of this machine by where they shall be, to read only */
  static async fresh(given: Readonly<Record<string, string>>): Promise<Debian> {
    if (!hasServerRoot()) throw new Error(serverMissing);
    return new Debian(await mkdtemp(join(tmpdir(), 'ringway-debian-')), given);
  }

  async run(...command: readonly string[]): Promise<Ended> {
    const [program, ...parameters] = onServer(this.#layer, this.#given, command);
    const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const output of [child.stdout, child.stderr]) {
      output.setEncoding('utf8').on('data', (text: string) => (said += text));
    }
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, said };
  }

  /** Runs a script of the shell, which ends at its first failure. */
  script(lines: string): Promise<Ended> {
    return this.run('sh', '-euc', lines);
  }

  /** Where a file is on this machine that a command has changed. */
  place(path: string): string {
    return join(this.#layer, 'changed', path);
  }

  read(path: string): Promise<string> {
    return readFile(this.place(path), 'utf8');
  }

  write(path: string, text: string): Promise<void> {
    return writeFile(this.place(path), text);
  }

  /** The mode of a file, in octal. */
  async mode(path: string): Promise<string> {
    return ((await stat(this.place(path))).mode & 0o777).toString(8);
  }

  async end(): Promise<void> {
    await rm(this.#layer, { recursive: true, force: true });
  }
}
