/** One measured figure beside its baseline of the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What a bare program does in the same run; null where there is nothing to hold it against. */
  readonly baseline: number | null;
  /** The goal in words, and whether the value meets it; null where there is none. */
  readonly goal: { readonly text: string; readonly met: boolean } | null;
}

/** A figure with a goal that an upper bound states. */
export function atMost(
  name: string,
  value: number,
  unit: string,
  bound: number,
  baseline: number | null = null,
): Figure {
  return { name, value, unit, baseline, goal: { text: `≤ ${bound} ${unit}`, met: value <= bound } };
}

/** A figure with a goal that a lower bound states. */
export function atLeast(
  name: string,
  value: number,
  unit: string,
  bound: number,
  baseline: number | null = null,
): Figure {
  return { name, value, unit, baseline, goal: { text: `≥ ${bound} ${unit}`, met: value >= bound } };
}

/** A figure whose goal is a multiple of its baseline. */
export function withinTimes(
  name: string,
  value: number,
  unit: string,
  baseline: number,
  times: number,
): Figure {
  const goal = { text: `≤ ${times} × baseline`, met: value <= baseline * times };
  return { name, value, unit, baseline, goal };
}

/** A figure whose goal is its baseline and a little more. */
export function withinAdded(
  name: string,
  value: number,
  unit: string,
  baseline: number,
  added: number,
): Figure {
  const goal = { text: `≤ baseline + ${added} ${unit}`, met: value <= baseline + added };
  return { name, value, unit, baseline, goal };
}

/** A figure whose goal is its baseline and no more than a little less. */
export function withinLess(
  name: string,
  value: number,
  unit: string,
  baseline: number,
  less: number,
): Figure {
  const goal = { text: `≥ baseline − ${less} ${unit}`, met: value >= baseline - less };
  return { name, value, unit, baseline, goal };
}

/** A figure without a goal. */
export function plain(
  name: string,
  value: number,
  unit: string,
  baseline: number | null = null,
): Figure {
  return { name, value, unit, baseline, goal: null };
}

/** The value below which a share (0 to 1) of the samples lies; NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** The ratio of a figure to its baseline; null without one. */
export function ratioOf(figure: Figure): number | null {
  return figure.baseline === null || figure.baseline === 0 ? null : figure.value / figure.baseline;
}

function short(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** The figures as a table for a person. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const ratio = ratioOf(figure);
    return [
      figure.name,
      `${short(figure.value)} ${figure.unit}`,
      figure.baseline === null ? '–' : `${short(figure.baseline)} ${figure.unit}`,
      ratio === null ? '–' : short(ratio),
      figure.goal?.text ?? '–',
      figure.goal === null ? '–' : figure.goal.met ? 'yes' : 'no',
    ];
  });
  const head = ['figure', 'value', 'baseline', 'ratio', 'goal', 'met'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join(
    '\n',
  );
}

/** The figures as JSON for a program. */
export function json(figures: readonly Figure[]): string {
  const entries = figures.map((figure) => [
    figure.name,
    {
      value: figure.value,
      unit: figure.unit,
      baseline: figure.baseline,
      ratio: ratioOf(figure),
      goal: figure.goal?.text ?? null,
      met: figure.goal?.met ?? null,
    },
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}
