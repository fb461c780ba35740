import type { Environment } from '../model/environment.js';
import type { Stage } from '../model/stage.js';
import type { DayPart, FinalizedSources } from '../native/source-aggregator.js';
import type { CollectedDay } from './collect-sources.js';
import { type KeptDayPart, loadParts } from './day-parts.js';
import { finalizeDays } from './finalize-days.js';
import { honeypotTargets, type HoneypotTargets } from './honeypot-targets.js';
import { mergeSources } from './merge-sources.js';
import type { SettledDays } from './settled-days.js';
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
  /** All parts of some days. */
  readonly parts: readonly KeptDayPart[];
  readonly targets: HoneypotTargets;
  readonly options: SourceOptions;
}

/** Small days share a task until it holds this many flows and events. */
const taskWeight = 100_000;

/** Partials per UTC day -> attack sources. One task per some days; in gap mode, one in all. */
export const finalizeSources: Stage<FinalizeInput, FinalizeTask, FinalizedSources, FinalizedSources> = {
  name: 'sources.finalize',

  plan({ days, environment, options: given }) {
    const options = resolveSourceOptions(given);
    const targets = honeypotTargets(environment, options.unit);
    const sorted = [...days].sort((a, b) => a.day - b.day).map(({ parts }) => parts);
    const tasks = options.mode === 'gap25h' ? [sorted] : inTasks(sorted);
    return tasks.map((some) => ({ parts: some.flat(), targets, options }));
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

/** Neighbouring days, each given as its parts, share a task while they weigh no more than one may. */
function inTasks<Part extends DayPart>(days: readonly (readonly Part[])[]): (readonly Part[])[][] {
  const tasks: (readonly Part[])[][] = [];
  let room = 0;
  for (const parts of days) {
    const weight = weightOf(parts);
    const last = tasks.at(-1);
    if (last && weight <= room) last.push(parts);
    else {
      tasks.push([parts]);
      room = taskWeight;
    }
    room -= weight;
  }
  return tasks;
}

function weightOf(parts: readonly DayPart[]): number {
  return parts.reduce((sum, { flows, events }) => sum + flows + events, 0);
}
