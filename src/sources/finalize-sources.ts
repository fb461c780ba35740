import type { Environment } from '../model/environment.js';
import type { Stage } from '../model/stage.js';
import { type DayPart, type FinalizedSources, finalizeParts } from '../native/source-aggregator.js';
import type { CollectedDay } from './collect-sources.js';
import { type KeptDayPart, loadParts } from './day-parts.js';
import { honeypotTargets, type HoneypotTargets } from './honeypot-targets.js';
import { mergeSources } from './merge-sources.js';
import { resolveSourceOptions, type SourceOptions } from './source-options.js';

type DayParts = Pick<CollectedDay, 'day' | 'parts'>;

export interface FinalizeInput {
  readonly days: readonly DayParts[];
  readonly environment: Environment;
  readonly options?: Partial<SourceOptions> | undefined;
}

export interface FinalizeTask {
  readonly parts: readonly KeptDayPart[];
  readonly targets: HoneypotTargets;
  readonly options: SourceOptions;
}

/** Small days share a task until it holds this many flows and events. */
const taskWeight = 200_000;

/** Partials per UTC day -> attack sources. One task per run of days; in gap mode, one in all. */
export const finalizeSources: Stage<FinalizeInput, FinalizeTask, FinalizedSources, FinalizedSources> = {
  name: 'sources.finalize',

  plan({ days, environment, options: given }) {
    const options = resolveSourceOptions(given);
    const targets = honeypotTargets(environment, options.unit);
    const sorted = [...days].sort((a, b) => a.day - b.day);
    const runs = options.mode === 'gap25h' ? [sorted] : runsOfDays(sorted);
    return runs.map((run) => ({ parts: run.flatMap(({ parts }) => parts), targets, options }));
  },

  run({ parts, targets, options }, { cancelFlag }) {
    const { addresses, targetHoneypot, targetGroup } = targets;
    const described = options.rendering === 'tshark';
    const given = { ...options, described, targetHoneypot, targetGroup, cancelFlag };
    return finalizeParts(loadParts(parts), addresses, options.phraseBound, given);
  },

  merge(parts, { environment, options }) {
    const { unit } = resolveSourceOptions(options);
    const merged = mergeSources(parts);
    if (unit === 'all') return merged;
    return { ...merged, platform: merged.group, platforms: honeypotTargets(environment, unit).groups };
  },

  weigh({ parts }) {
    return weightOf(parts);
  },
};

function runsOfDays(days: readonly DayParts[]): DayParts[][] {
  const runs: DayParts[][] = [];
  let room = 0;
  for (const day of days) {
    const weight = weightOf(day.parts);
    const last = runs.at(-1);
    if (last && weight <= room) last.push(day);
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
