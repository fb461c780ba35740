import { readFileSync } from 'node:fs';

import { differingFields, type PacketLayers } from './packet-layers.js';

/** Packets of one capture in which two readings differ in the same fields. */
export interface Difference {
  readonly path: string;
  /** `1-4,9`, counted from 1; of the field `count` how many packets each reading has: `64/11`. */
  readonly packets: string;
  /** Names joined by commas. */
  readonly fields: string;
}

export interface ExplainedDifference extends Difference {
  readonly reason: string;
}

/** Lines `# name: text` define reasons, lines of four columns use them. */
export function readExplainedDifferences(file: URL): {
  reasons: Map<string, string>;
  differences: ExplainedDifference[];
} {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const reasons = new Map(
    lines.flatMap((line) => {
      const [, name, text] = /^# ([a-z-]+): (.+)$/.exec(line) ?? [];
      return name === undefined || text === undefined ? [] : [[name, text] as const];
    }),
  );
  const differences = lines
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      const [path = '', packets = '', fields = '', reason = ''] = line.split('\t');
      return { path, packets, fields, reason };
    });
  return { reasons, differences };
}

/** Where the two readings of a capture differ, as far as both go; in order of the first packet concerned. */
export function differencesOf(
  path: string,
  ours: readonly (PacketLayers | null)[],
  theirs: readonly (PacketLayers | null)[],
): Difference[] {
  const found = new Map<string, number[]>();
  for (let at = 0; at < Math.min(ours.length, theirs.length); at += 1) {
    const fields = differingFields(ours[at] ?? null, theirs[at] ?? null).join(',');
    if (fields === '') continue;
    const packets = found.get(fields);
    if (packets) packets.push(at + 1);
    else found.set(fields, [at + 1]);
  }
  const differences = [...found].map(([fields, packets]) => ({ path, packets: ranges(packets), fields }));
  if (ours.length === theirs.length) return differences;
  return [{ path, packets: `${ours.length}/${theirs.length}`, fields: 'count' }, ...differences];
}

function ranges(numbers: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run?.[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}
