import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Stage } from '../../model/stage.js';
import { cannotWrite } from './write-whole.js';

interface SyncInput {
  /** Where parts are kept, absolute. */
  readonly folder: string;
  readonly contentDigests: Iterable<string>;
}

interface SyncTask {
  readonly folder: string;
  readonly contentDigest: string;
}

/** Parts of captures, names included -> on the disk. A worker waits for it: elsewhere other work would come in between. */
export const feedSync: Stage<SyncInput, SyncTask, string, number> = {
  name: 'feed.sync',

  plan: ({ folder, contentDigests }) =>
    Array.from(contentDigests, (contentDigest) => ({ folder, contentDigest })),

  run({ folder, contentDigest }, context) {
    const part = join(folder, contentDigest);
    for (const entry of readdirSync(part, { recursive: true, withFileTypes: true })) {
      context.throwIfCancelled();
      sync(join(entry.parentPath, entry.name));
    }
    sync(part);
    // Where its name stands.
    sync(folder);
    return contentDigest;
  },

  merge: (parts) => parts.length,
};

function sync(path: string): void {
  try {
    const file = openSync(path, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
