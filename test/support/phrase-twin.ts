import type { PhraseDistanceOptions } from '#honeysift/model/phrase-distance.js';

/** Textbook versions of what src/distances computes, word for word after shared/phrase/README.md. Slow on purpose. */

/** Wagner and Fischer, whole matrix, over code points. */
export function levenshteinTwin(a: readonly string[] | string, b: readonly string[] | string): number {
  const [x, y] = [Array.from(a), Array.from(b)];
  const d = Array.from({ length: x.length + 1 }, (_, i) =>
    Array.from({ length: y.length + 1 }, (__, j) => (i === 0 ? j : i)),
  );
  for (let i = 1; i <= x.length; i += 1) {
    for (let j = 1; j <= y.length; j += 1) {
      d[i]![j] = Math.min(
        d[i - 1]![j]! + 1,
        d[i]![j - 1]! + 1,
        d[i - 1]![j - 1]! + (x[i - 1] === y[j - 1] ? 0 : 1),
      );
    }
  }
  return d[x.length]![y.length]!;
}

type Lists = readonly [inSet: string[], complement: string[]];

function cut(phrase: string, set: string, isModule: boolean): Lists {
  const members = new Set(set);
  const lists: Lists = [[], []];
  let rest = Array.from(phrase);
  for (let turn = 0; rest.length > 0 && !(isModule && rest.join('') === '0'); turn += 1) {
    const end = rest.findIndex((character) => members.has(character) !== (turn % 2 === 0));
    const word = end < 0 ? rest : rest.slice(0, end);
    lists[turn % 2]!.push(word.join(''));
    rest = rest.slice(word.length);
  }
  return lists;
}

type Matrix = number[][];
type Pair = readonly [i: number, j: number];

function stableTwin(m: Matrix): Pair[] {
  const pairs = m.flatMap((row, i) => row.map((_, j): Pair => [i, j]));
  pairs.sort(([i, j], [k, l]) => m[i]![j]! - m[k]![l]! || k + l - (i + j));
  const takenRows = new Set<number>();
  const takenColumns = new Set<number>();
  return pairs.filter(([i, j]) => {
    if (takenRows.has(i) || takenColumns.has(j)) return false;
    takenRows.add(i);
    takenColumns.add(j);
    return true;
  });
}

/** Least sum over all permutations by dynamic programming over sets of columns; for at most about 12 words. */
function assignmentTwin(m: Matrix): number {
  const n = m.length;
  const least = new Float64Array(1 << n).fill(Infinity);
  least[0] = 0;
  for (let taken = 0; taken < 1 << n; taken += 1) {
    const row = taken.toString(2).replaceAll('0', '').length;
    for (let j = 0; j < n && row < n; j += 1) {
      if (taken & (1 << j)) continue;
      const next = taken | (1 << j);
      least[next] = Math.min(least[next]!, least[taken]! + m[row]![j]!);
    }
  }
  return least[(1 << n) - 1]!;
}

function moduleTwin(m: Matrix): Pair[] {
  const n = m.length;
  const indices = Array.from({ length: n }, (_, k) => k);
  const preferences = m.map((row) => [...indices].sort((j, k) => row[j]! - row[k]! || k - j));
  const perm = indices.map((j) => [...indices].sort((i, k) => m[k]![j]! - m[i]![j]! || i - k));
  const partner = new Array<number>(n).fill(-1);
  const free = [...indices];
  while (free.length > 0) {
    const i = free.pop()!;
    const j = preferences[i]!.shift()!;
    const k = partner[j]!;
    if (k < 0) partner[j] = i;
    else if (perm[j]![i]! < perm[j]![k]!) {
      partner[j] = i;
      free.push(k);
    } else free.push(i);
  }
  return partner.map((i, j): Pair => [i, j]);
}

function listDistance(
  a: readonly string[],
  b: readonly string[],
  [cString, cPosition, cExact]: readonly [number, number, number],
  matching: string,
): number {
  const n = Math.max(a.length, b.length);
  if (n === 0) return 0;
  const pad = (list: readonly string[]): string[] => [
    ...list,
    ...new Array<string>(n - list.length).fill(''),
  ];
  const [x, y] = [pad(a), pad(b)];
  const m = x.map((word, i) =>
    y.map((other, j) => levenshteinTwin(word, other) * cString + Math.abs(i - j) * cPosition),
  );
  const sum = (pairs: readonly Pair[]): number => pairs.reduce((total, [i, j]) => total + m[i]![j]!, 0);
  const found = x.filter((word) => y.includes(word)).length;
  const mismatches = Math.abs(Math.min(a.length, b.length) - found);
  const married =
    matching === 'stable'
      ? sum(stableTwin(m))
      : matching === 'module'
        ? sum(moduleTwin(m))
        : assignmentTwin(m);
  return married + cExact * mismatches;
}

export function phraseDistanceTwin(a: string, b: string, options: Required<PhraseDistanceOptions>): number {
  const { set, costs, mode, matching } = options;
  const [aSet, aComplement] = cut(a, set ?? '', matching === 'module');
  const [bSet, bComplement] = cut(b, set ?? '', matching === 'module');
  const weights = costs ?? [1, 1, 0];
  const inSet = mode === 'complementary' ? 0 : listDistance(aSet, bSet, weights, matching ?? 'stable');
  const complement =
    mode === 'set' ? 0 : listDistance(aComplement, bComplement, weights, matching ?? 'stable');
  return inSet + complement;
}
