import { createHash } from 'node:crypto';

import { loadAddon } from './load-addon.js';

/** SHA-256 of a stream. */
export interface StreamDigest {
  /**
   * Takes the next bytes; they must stay as they are until the promise settles. Only then may the next be given.
   * Where the processor has instructions for SHA-256, the work is done on another thread.
   */
  update(bytes: Uint8Array): Promise<void>;
  /** The digest of everything, hex; ends the computation. */
  finish(): string;
}

interface NativeDigest {
  update(bytes: Uint8Array): Promise<void>;
  finish(): Uint8Array;
}

const addon = loadAddon('packet_decoder') as {
  StreamDigest: new () => NativeDigest;
  hasFastDigest: boolean;
};

export function newStreamDigest(): StreamDigest {
  return addon.hasFastDigest ? besideDigest() : inPlaceDigest();
}

/** On a thread of libuv's pool. Exported for tests: it is right, if slow, without the instructions as well. */
export function besideDigest(): StreamDigest {
  const digest = new addon.StreamDigest();
  return {
    update: (bytes) => digest.update(bytes),
    finish: () => Buffer.from(digest.finish()).toString('hex'),
  };
}

export function inPlaceDigest(): StreamDigest {
  const hash = createHash('sha256');
  return {
    update(bytes) {
      hash.update(bytes);
      return Promise.resolve();
    },
    finish: () => hash.digest('hex'),
  };
}
