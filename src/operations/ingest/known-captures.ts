import { compareText } from '../../model/compare-text.js';
import type { ReadCapture } from '../../storage/feed/collect-stage.js';
import type { FeedIndex } from '../../storage/feed/feed-index.js';
import { type Origin, originKey } from '../../storage/feed/origin.js';

/** Files that are known without being read: path, size, time of change and inode -> content digest. */
export class KnownFiles {
  readonly #digests = new Map<string, string>();

  add(origin: Origin | null, contentDigest: string): void {
    if (origin !== null) this.#digests.set(originKey(origin), contentDigest);
  }

  addIndex({ captures, pruned }: FeedIndex): void {
    for (const { origins, contentDigest } of [...captures, ...pruned]) {
      for (const origin of origins) this.add(origin, contentDigest);
    }
  }

  addRead(read: readonly ReadCapture[]): void {
    for (const { origin, contentDigest } of read) this.add(origin, contentDigest);
  }

  digestOf(origin: Origin | null): string | undefined {
    return origin === null ? undefined : this.#digests.get(originKey(origin));
  }
}

/** The files given, by what they hold: the first name of each content, and the other names of it. */
export function byContent(read: readonly ReadCapture[]): Map<string, ReadCapture[]> {
  const sorted = [...read].sort((a, b) => compareText(a.name, b.name));
  const groups = new Map<string, ReadCapture[]>();
  for (const one of sorted) {
    const group = groups.get(one.contentDigest);
    if (group) group.push(one);
    else groups.set(one.contentDigest, [one]);
  }
  return groups;
}
