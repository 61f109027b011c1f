// npm run bench [-- group …] [--json]: measures, prints figures, judges nothing but the stated goals.
import { callsGroup } from './calls';
import { json, table, type Figure } from './figure';
import { mediaGroup } from './media';
import { pagesGroup } from './pages';
import { pushGroup } from './push';
import { signInGroup } from './sign-in';
import { startGroup } from './start';
import { streamsGroup } from './streams';

/** Measures one group; `say` reports progress. */
export type Group = (say: (line: string) => void) => Promise<readonly Figure[]>;

const groups: Readonly<Record<string, Group>> = {
  start: startGroup,
  streams: streamsGroup,
  calls: callsGroup,
  media: mediaGroup,
  'sign-in': signInGroup,
  pages: pagesGroup,
  push: pushGroup,
};

async function main(): Promise<void> {
  const asked = process.argv.slice(2).filter((argument) => argument !== '--json');
  const asJson = process.argv.includes('--json');
  const unknown = asked.filter((name) => !(name in groups));
  if (unknown.length > 0) {
    process.stderr.write(
      `No such group: ${unknown.join(', ')}. There are: ${Object.keys(groups).join(', ')}.\n`,
    );
    process.exitCode = 2;
    return;
  }
  const figures: Figure[] = [];
  for (const [name, group] of Object.entries(groups)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    process.stderr.write(`${name}\n`);
    figures.push(...(await group((line) => process.stderr.write(`  ${line}\n`))));
  }
  process.stdout.write(`${asJson ? json(figures) : table(figures)}\n`);
}

await main();
