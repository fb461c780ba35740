import type { Environment } from '../model/environment.js';
import type { Stage } from '../model/stage.js';
import type { DayPart, FinalizedSources } from '../native/source-aggregator.js';
import type { CollectedDay } from './collect-sources.js';
import { type KeptDayPart, loadParts } from './day-parts.js';
import { finalizeDays } from './finalize-days.js';
import { honeypotTargets, type HoneypotTargets } from './honeypot-targets.js';
import { mergeSources } from './merge-sources.js';
import type { DaySpan, SettledDays } from './settled-days.js';
import { resolveSourceOptions, type SourceOptions } from './source-options.js';

type DayParts = Pick<CollectedDay, 'day' | 'parts'>;

export interface FinalizeInput {
  readonly days: readonly DayParts[];
  /** Other days, of which the attack sources are known; none of them with gap mode. */
  readonly settled?: readonly SettledDays[] | undefined;
  readonly environment: Environment;
  readonly options?: Partial<SourceOptions> | undefined;
}

export interface FinalizeTask {
  /** Day parts of runs of days; no day of another task or run lies within one. */
  readonly runs: readonly (readonly KeptDayPart[])[];
  readonly targets: HoneypotTargets;
  readonly options: SourceOptions;
}

/** The attack sources of each run of a task. */
type FinalizedRuns = readonly FinalizedSources[];

/** Small days share a run, and small runs a task, until it holds this many flows and events. */
const taskWeight = 100_000;

/** Partials per UTC day -> attack sources. One task per some runs of days; in gap mode, one in all. */
export const finalizeSources: Stage<FinalizeInput, FinalizeTask, FinalizedRuns, FinalizedSources> = {
  name: 'sources.finalize',

  plan({ days, settled = [], environment, options: given }) {
    const options = resolveSourceOptions(given);
    const targets = honeypotTargets(environment, options.unit);
    const sorted = [...days].sort((a, b) => a.day - b.day);
    const runs = options.mode === 'gap25h' ? [sorted] : runsOfDays(sorted, settled);
    const parts = runs.map((run) => run.flatMap((day) => day.parts));
    return grouped(parts, weightOf).map((some) => ({ runs: some, targets, options }));
  },

  run({ runs, targets, options }, { cancelFlag }) {
    return runs.map((parts) => finalizeDays(loadParts(parts), targets, options, cancelFlag));
  },

  merge(parts, { settled = [], environment, options }) {
    const { unit } = resolveSourceOptions(options);
    const merged = mergeSources([...parts.flat(), ...settled.map(({ sources }) => sources)]);
    if (unit === 'all') return merged;
    return { ...merged, platform: merged.group, platforms: honeypotTargets(environment, unit).groups };
  },

  weigh({ runs }) {
    return weightOf(runs.flat());
  },
};

/** No run goes beyond a settled day: rows are then concatenated run by run. */
function runsOfDays(days: readonly DayParts[], settled: readonly DaySpan[]): DayParts[][] {
  const isSettledBetween = (before: DayParts, after: DayParts): boolean =>
    settled.some(({ first }) => first > before.day && first < after.day);
  return grouped(
    days,
    ({ parts }) => weightOf(parts),
    (before, day) => !isSettledBetween(before, day),
  );
}

/** Neighbours share a group while they weigh no more than a task together, and each may stand behind the one before. */
function grouped<Item>(
  items: readonly Item[],
  weigh: (item: Item) => number,
  mayFollow: (before: Item, item: Item) => boolean = () => true,
): Item[][] {
  const groups: Item[][] = [];
  let room = 0;
  for (const item of items) {
    const weight = weigh(item);
    const last = groups.at(-1);
    const before = last?.at(-1);
    if (last && before !== undefined && weight <= room && mayFollow(before, item)) last.push(item);
    else {
      groups.push([item]);
      room = taskWeight;
    }
    room -= weight;
  }
  return groups;
}

function weightOf(parts: readonly DayPart[]): number {
  return parts.reduce((sum, { flows, events }) => sum + flows + events, 0);
}
