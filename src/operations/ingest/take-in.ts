import { join } from 'node:path';

import type { CaptureFacts } from '../../model/capture.js';
import { compareText } from '../../model/compare-text.js';
import type { DuplicateCapture } from '../../sources/collect-sources.js';
import { dayNumber } from '../../sources/source-id.js';
import { keptFiles, partFacts, readPart } from '../../storage/feed/capture-parts.js';
import type { ReadCapture } from '../../storage/feed/collect-stage.js';
import { partsFolder } from '../../storage/feed/feed-folder.js';
import type { FeedCapture, FeedIndex, PrunedCapture } from '../../storage/feed/feed-index.js';
import type { Origin } from '../../storage/feed/origin.js';
import { byContent } from './known-captures.js';

export interface TakenIn {
  /** Of the index to be. */
  readonly captures: FeedCapture[];
  readonly pruned: PrunedCapture[];
  readonly isNothingNew: boolean;
  readonly result: {
    readonly ingested: readonly CaptureFacts[];
    readonly duplicates: readonly DuplicateCapture[];
    readonly pruned: readonly string[];
    readonly cut: readonly { readonly path: string; readonly droppedDays: number }[];
    readonly damaged: readonly CaptureFacts[];
  };
}

/** What the captures given are to the store: new, the same as one that is there, or of days that are kept no more. */
export async function takeIn(
  directory: string,
  before: FeedIndex | null,
  partsKey: string,
  given: readonly ReadCapture[],
  repair = false,
): Promise<TakenIn> {
  const folder = join(directory, partsFolder(partsKey));
  const captures = new Map(before?.captures.map((one) => [one.contentDigest, one]));
  const pruned = new Map(before?.pruned.map((one) => [one.contentDigest, one]));
  const wasThere = new Set([...captures.keys(), ...pruned.keys()]);
  const ingested: CaptureFacts[] = [];
  const duplicates: DuplicateCapture[] = [];
  const passedOver: string[] = [];
  const cut: { path: string; droppedDays: number }[] = [];
  for (const [contentDigest, [first, ...others]] of byContent(given)) {
    if (first === undefined) continue;
    const names = [first, ...others];
    const known = captures.get(contentDigest) ?? pruned.get(contentDigest);
    const origins = mergeOrigins(known?.origins ?? [], names);
    const entry = { contentDigest, path: known?.path ?? first.name, origins };
    if (pruned.has(contentDigest)) {
      pruned.set(contentDigest, entry);
      passedOver.push(...names.map(({ name }) => name));
      continue;
    }
    const repeated = known === undefined ? others : names;
    duplicates.push(...repeated.map(({ name }) => ({ path: name, sameAs: entry.path })));
    if (known !== undefined) {
      captures.set(contentDigest, { ...entry, files: captures.get(contentDigest)?.files ?? [] });
      continue;
    }
    const part = await readPart(join(folder, contentDigest));
    if (part.days.length === 0 && part.droppedDays > 0) {
      pruned.set(contentDigest, entry);
      passedOver.push(...names.map(({ name }) => name));
      continue;
    }
    if (part.droppedDays > 0) cut.push({ path: entry.path, droppedDays: part.droppedDays });
    captures.set(contentDigest, { ...entry, files: [] });
    ingested.push({ ...part.facts, path: entry.path });
  }
  // Parts that were read again may lie in other bytes.
  const isMoved = repair || before?.partsKey !== partsKey;
  const from = before?.retainedFrom ?? null;
  const complete: FeedCapture[] = [];
  for (const capture of captures.values()) {
    const isKept = !isMoved && capture.files.length > 0;
    complete.push(
      isKept ? capture : { ...capture, files: await filesOf(join(folder, capture.contentDigest), from) },
    );
  }
  const sorted = ingested.sort((a, b) => compareText(a.path, b.path));
  return {
    captures: complete,
    pruned: [...pruned.values()],
    isNothingNew: [...captures.keys(), ...pruned.keys()].every((digest) => wasThere.has(digest)),
    result: {
      ingested: sorted,
      duplicates: duplicates.sort((a, b) => compareText(a.path, b.path)),
      pruned: passedOver.sort(compareText),
      cut,
      damaged: sorted.filter(({ losses }) => losses.length > 0),
    },
  };
}

async function filesOf(folder: string, from: string | null): Promise<FeedCapture['files']> {
  const part = await readPart(folder);
  return [await partFacts(folder), ...keptFiles(part, from === null ? null : dayNumber(from))];
}

/** Each path once, as it is now. */
function mergeOrigins(before: readonly Origin[], read: readonly ReadCapture[]): Origin[] {
  const origins = new Map(before.map((origin) => [origin.path, origin]));
  for (const { origin } of read) if (origin !== null) origins.set(origin.path, origin);
  return [...origins.values()].sort((a, b) => compareText(a.path, b.path));
}
