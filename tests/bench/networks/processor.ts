import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of `utime` in a second (proc_pid_stat(5)); Linux tells user space 100 everywhere. */
const ticks = 100;

interface Process {
  readonly id: number;
  readonly parent: number;
  /** Processor time so far, s. */
  readonly seconds: number;
}

/** The processes of this machine, as /proc lists them. */
function processes(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = statOf(name);
      if (stat === undefined) return [];
      // The name before may hold blanks and brackets.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number);
      if (parent === undefined || user === undefined || system === undefined) return [];
      return [{ id: Number(name), parent, seconds: (user + system) / ticks }];
    });
}

function statOf(id: string): string | undefined {
  try {
    return readFileSync(`/proc/${id}/stat`, 'utf8');
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}

/** The children of this process now. */
export function childrenNow(): ReadonlySet<number> {
  return new Set(
    processes()
      .filter(({ parent }) => parent === process.pid)
      .map(({ id }) => id),
  );
}

/** Processor time of processes and all that they started, s; a browser keeps its own until it ends. */
export function processorTime(roots: ReadonlySet<number>): number {
  const all = processes();
  const tree = new Set(roots);
  let before = -1;
  while (tree.size !== before) {
    before = tree.size;
    for (const { id, parent } of all) if (tree.has(parent)) tree.add(id);
  }
  return all.filter(({ id }) => tree.has(id)).reduce((sum, { seconds }) => sum + seconds, 0);
}
