import * as z from 'zod';

/** One stage of a Containerfile: its instructions, each with what stands behind it. */
export interface Stage {
  readonly name: string;
  readonly steps: readonly { readonly instruction: string; readonly rest: string }[];
  /** The last value of an instruction. */
  last(instruction: string): string;
  /** The variables that it sets. */
  readonly environment: readonly string[];
}

export function readStages(text: string): Map<string, Stage> {
  const stages = new Map<string, Stage>();
  for (const block of text.split(/^FROM /m).slice(1)) {
    const [from = '', ...lines] = block.split('\n');
    const name = / AS (\w+)$/.exec(from)?.[1] ?? '';
    const steps = lines
      .filter((line) => /^[A-Z]+ /.test(line))
      .map((line) => {
        const [instruction = ''] = line.split(' ');
        return { instruction, rest: line.slice(instruction.length + 1) };
      });
    const all = (wanted: string) =>
      steps.filter(({ instruction }) => instruction === wanted).map(({ rest }) => rest);
    stages.set(name, {
      name,
      steps,
      last: (instruction) => all(instruction).at(-1) ?? '',
      environment: all('ENV'),
    });
  }
  return stages;
}

/** The words of an instruction in its JSON form, as the shell takes them. */
export function words(json: string): string {
  const list = z.array(z.string()).parse(JSON.parse(json));
  return list.map((word) => `'${word}'`).join(' ');
}
