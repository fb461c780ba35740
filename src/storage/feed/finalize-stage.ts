import { join } from 'node:path';

import type { Stage } from '../../model/stage.js';
import type { DayPart, FinalizedSources } from '../../native/source-aggregator.js';
import { finalizeSources, type FinalizeInput, type FinalizeTask } from '../../sources/finalize-sources.js';
import { readDay, type StoredDay } from './capture-parts.js';

/** Day partials of one capture, in files. */
export interface StoredDays {
  /** Absolute. */
  readonly folder: string;
  readonly days: readonly StoredDay[];
}

export interface FeedFinalizeInput extends Omit<FinalizeInput, 'days'> {
  readonly captures: readonly StoredDays[];
}

interface FeedFinalizeTask extends Omit<FinalizeTask, 'parts'> {
  readonly parts: readonly FiledDay[];
}

interface FiledDay extends StoredDay {
  readonly file: string;
}

const noBytes = new Uint8Array();

/** As `sources.finalize`, but a worker reads the day partials of its task from their files. */
export const feedFinalize: Stage<FeedFinalizeInput, FeedFinalizeTask, FinalizedSources, FinalizedSources> = {
  name: 'feed.finalize',

  plan({ captures, ...rest }) {
    const filed = new Map<DayPart, FiledDay>();
    const byDay = new Map<number, DayPart[]>();
    for (const { folder, days } of captures) {
      for (const stored of days) {
        const part: DayPart = { day: stored.day, flows: stored.flows, events: stored.events, bytes: noBytes };
        filed.set(part, { ...stored, file: join(folder, stored.path) });
        const sameDay = byDay.get(stored.day);
        if (sameDay) sameDay.push(part);
        else byDay.set(stored.day, [part]);
      }
    }
    const days = [...byDay].map(([day, parts]) => ({ day, parts }));
    return [...finalizeSources.plan({ ...rest, days })].map(({ parts, ...task }) => ({
      ...task,
      parts: parts.flatMap((part) => filed.get(part) ?? []),
    }));
  },

  async run({ parts, ...task }, context) {
    const loaded: DayPart[] = [];
    for (const part of parts) {
      context.throwIfCancelled();
      loaded.push(await readDay(part.file, part));
    }
    return finalizeSources.run({ ...task, parts: loaded }, context);
  },

  merge: (parts, input) => finalizeSources.merge(parts, { ...input, days: [] }),

  weigh: ({ parts }) => parts.reduce((sum, { flows, events }) => sum + flows + events, 0),
};
