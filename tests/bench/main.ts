// npm run bench [-- group …] [--json] [--long] [--seconds n] [--network name]: measures, prints figures,
// judges nothing but the stated goals.
import { parseArgs } from 'node:util';
import { callsGroup } from './calls';
import { json, table, type Figure } from './figure';
import { mediaGroup } from './media';
import { networksGroup } from './networks';
import { pagesGroup } from './pages';
import { pushGroup } from './push';
import { signInGroup } from './sign-in';
import { startGroup } from './start';
import { streamsGroup } from './streams';
import type { Wishes } from './wishes';

/** Measures one group; `say` reports progress. */
export type Group = (say: (line: string) => void, wishes: Wishes) => Promise<readonly Figure[]>;

const groups: Readonly<Record<string, Group>> = {
  start: startGroup,
  streams: streamsGroup,
  calls: callsGroup,
  media: mediaGroup,
  'sign-in': signInGroup,
  pages: pagesGroup,
  push: pushGroup,
  networks: networksGroup,
};

/** Run only where they are named: they take twenty minutes, Linux and root. */
const onlyNamed: ReadonlySet<string> = new Set(['networks']);

async function main(): Promise<void> {
  const { values, positionals: asked } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      long: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      network: { type: 'string' },
    },
  });
  const unknown = asked.filter((name) => !(name in groups));
  if (unknown.length > 0) {
    process.stderr.write(
      `No such group: ${unknown.join(', ')}. There are: ${Object.keys(groups).join(', ')}.\n`,
    );
    process.exitCode = 2;
    return;
  }
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  if (seconds !== undefined && !(seconds >= 4)) {
    process.stderr.write('--seconds takes a number, 4 or more.\n');
    process.exitCode = 2;
    return;
  }
  const wishes: Wishes = {
    long: values.long,
    ...(seconds !== undefined && { seconds }),
    ...(values.network !== undefined && { network: values.network }),
  };
  const figures: Figure[] = [];
  for (const [name, group] of Object.entries(groups)) {
    if (asked.length > 0 ? !asked.includes(name) : onlyNamed.has(name)) continue;
    process.stderr.write(`${name}\n`);
    figures.push(...(await group((line) => process.stderr.write(`  ${line}\n`), wishes)));
  }
  process.stdout.write(`${values.json ? json(figures) : table(figures)}\n`);
}

try {
  await main();
} catch (error) {
  // Of a wrong option or a missing program the message says enough.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
