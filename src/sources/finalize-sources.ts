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
  readonly parts: readonly KeptDayPart[];
  readonly targets: HoneypotTargets;
  readonly options: SourceOptions;
}

/** Small days share a task until it holds this many flows and events. */
const taskWeight = 100_000;

/** Partials per UTC day -> attack sources. One task per run of days; in gap mode, one in all. */
export const finalizeSources: Stage<FinalizeInput, FinalizeTask, FinalizedSources, FinalizedSources> = {
  name: 'sources.finalize',

  plan({ days, settled = [], environment, options: given }) {
    const options = resolveSourceOptions(given);
    const targets = honeypotTargets(environment, options.unit);
    const sorted = [...days].sort((a, b) => a.day - b.day);
    const runs = options.mode === 'gap25h' ? [sorted] : runsOfDays(sorted, settled);
    return runs.map((run) => ({ parts: run.flatMap(({ parts }) => parts), targets, options }));
  },

  run({ parts, targets, options }, { cancelFlag }) {
    return finalizeDays(loadParts(parts), targets, options, cancelFlag);
  },

  merge(parts, { settled = [], environment, options }) {
    const { unit } = resolveSourceOptions(options);
    const merged = mergeSources([...parts, ...settled.map(({ sources }) => sources)]);
    if (unit === 'all') return merged;
    return { ...merged, platform: merged.group, platforms: honeypotTargets(environment, unit).groups };
  },

  weigh({ parts }) {
    return weightOf(parts);
  },
};

/** No run goes beyond a settled day: rows are then concatenated run by run. */
function runsOfDays(days: readonly DayParts[], settled: readonly DaySpan[]): DayParts[][] {
  const isSettledBetween = (from: number, to: number): boolean =>
    settled.some(({ first }) => first > from && first < to);
  const runs: DayParts[][] = [];
  let room = 0;
  for (const day of days) {
    const weight = weightOf(day.parts);
    const last = runs.at(-1);
    const before = last?.at(-1)?.day ?? day.day;
    if (last && weight <= room && !isSettledBetween(before, day.day)) last.push(day);
    else {
      runs.push([day]);
      room = taskWeight;
    }
    room -= weight;
  }
  return runs;
}

function weightOf(parts: readonly DayPart[]): number {
  return parts.reduce((sum, { flows, events }) => sum + flows + events, 0);
}
