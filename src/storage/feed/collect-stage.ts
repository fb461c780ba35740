import { join } from 'node:path';

import type { RunContext, Stage } from '../../model/stage.js';
import {
  collectCapture,
  collectSources,
  type CollectInput,
  type CollectTask,
} from '../../sources/collect-sources.js';
import { writePart } from './capture-parts.js';
import type { Origin } from './origin.js';

/** A capture that is to be read: its file, and where that is known to lie. */
export interface CaptureToRead {
  readonly file: string;
  /** By which the user knows it. */
  readonly name: string;
  readonly origin: Origin | null;
}

export interface FeedCollectInput extends Omit<CollectInput, 'captures' | 'packetFolder'> {
  readonly captures: readonly CaptureToRead[];
  /** Where their parts are kept, absolute. */
  readonly folder: string;
  /** As WritePartOptions. */
  readonly from: number | null;
  /** Whether to keep the packets as well, in the folder of the capture. */
  readonly packets: boolean;
}

interface FeedCollectTask {
  readonly task: CollectTask;
  readonly capture: CaptureToRead;
  readonly folder: string;
  readonly from: number | null;
}

/** A capture that was read. */
export interface ReadCapture {
  readonly name: string;
  readonly origin: Origin | null;
  readonly contentDigest: string;
}

/** As `sources.collect`, but what is found is kept in files by the worker that found it. One task per capture. */
export const feedCollect: Stage<FeedCollectInput, FeedCollectTask, ReadCapture, readonly ReadCapture[]> = {
  name: 'feed.collect',

  plan({ captures, folder, from, packets, ...rest }) {
    const packetFolder = packets ? folder : undefined;
    const tasks = [
      ...collectSources.plan({ ...rest, packetFolder, captures: captures.map(({ file }) => file) }),
    ];
    return captures.flatMap((capture, at) => {
      const task = tasks[at];
      return task === undefined ? [] : [{ task, capture, folder, from }];
    });
  },

  async run({ task, capture, folder, from }, context: RunContext) {
    const { name, origin } = capture;
    const collect = async (unfinished: string): ReturnType<typeof collectCapture> => {
      const packets = task.packets && { ...task.packets, folder: unfinished };
      const part = await collectCapture({ ...task, packets }, context);
      return { ...part, facts: { ...part.facts, path: name } };
    };
    return { name, origin, contentDigest: await writePart(folder, collect, { origin, from }) };
  },

  merge: (parts) => parts,

  weigh: ({ task }) => task.fileBytes,
};

/** The folder of one capture's parts. */
export function partFolder(folder: string, contentDigest: string): string {
  return join(folder, contentDigest);
}
