import { invalidArgument } from '../errors.js';
import type { DistanceMode, Matching, PhraseDistanceOptions } from '../model/phrase-distance.js';
import { matchingCodes, modeCodes, type PackedOptions } from '../native/phrase-matcher.js';

/** Options with every default filled in: what results name. */
export interface ResolvedOptions {
  readonly set: string;
  readonly costs: readonly [number, number, number];
  readonly mode: DistanceMode;
  readonly matching: Matching;
}

export const defaultSet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Fills in defaults and checks.
 * @throws HoneysiftError ERR_ARGUMENT for an empty set, costs that are negative or not finite, or an unknown word.
 */
export function resolveOptions(options: PhraseDistanceOptions = {}): ResolvedOptions {
  const { set = defaultSet, costs = [1, 1, 0], mode = 'both', matching = 'stable' } = options;
  if (typeof set !== 'string' || set === '')
    throw invalidArgument('set', 'a list of at least one character', set);
  const isCosts =
    Array.isArray(costs) && costs.length === 3 && costs.every((cost) => Number.isFinite(cost) && cost >= 0);
  if (!isCosts)
    throw invalidArgument('costs', '[string, positional, exact-match] costs of at least 0', costs);
  if (!Object.hasOwn(modeCodes, mode)) throw invalidArgument('mode', 'both, set or complementary', mode);
  if (!Object.hasOwn(matchingCodes, matching)) {
    throw invalidArgument('matching', 'stable, assignment or module', matching);
  }
  return { set, costs: [costs[0], costs[1], costs[2]], mode, matching };
}

/** As native code takes them. */
export function packOptions({ matching, mode, costs }: ResolvedOptions): PackedOptions {
  return Float64Array.of(matchingCodes[matching], modeCodes[mode], ...costs);
}

let lastSet: { readonly set: string; readonly points: Uint32Array } | undefined;

/** The distinct code points of a set, ascending; not to be changed. The last set is remembered: most ask for one only. */
export function setCodePoints(set: string): Uint32Array {
  if (lastSet?.set !== set) {
    const points = new Set(Array.from(set, (character) => character.codePointAt(0) as number));
    lastSet = { set, points: Uint32Array.from(points).sort() };
  }
  return lastSet.points;
}
