import type { DuplicateCapture } from '../sources/collect-sources.js';

/** Duplicates by the names that the user knows. */
export function namedDuplicates(
  duplicates: readonly DuplicateCapture[],
  nameOf: (file: string) => string,
): DuplicateCapture[] {
  return duplicates.map(({ path, sameAs }) => ({ path: nameOf(path), sameAs: nameOf(sameAs) }));
}
