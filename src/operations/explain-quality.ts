import type { AttackSources } from '../model/attack-sources.js';
import { phraseText } from '../model/phrase-dictionary.js';
import type { RootCauses } from '../model/root-cause.js';
import type { Quality } from '../simulation/quality.js';
import { truthKey, type TruthRow } from '../simulation/truth.js';
import { sourceId } from '../sources/source-id.js';

const shownGroups = 6;
const shownKinds = 3;
const shownPhrase = 120;

interface Analyzed {
  readonly sources: AttackSources;
  readonly rootCauses: RootCauses;
}

/**
 * For the families' worst confusions, who is in them and what they sent: per tool and family the number of sources, and
 * the commonest counts, raw and without retransmissions, with a phrase. Lines for a terminal.
 */
export function explainQuality(truth: readonly TruthRow[], content: Analyzed, families: Quality): string {
  const { rootCauses, sources } = content;
  const familyOf = new Map(
    rootCauses.rootCauses.flatMap(({ rows, familyId }) => [...rows].map((row) => [row, familyId] as const)),
  );
  const reasonOf = new Map(rootCauses.families.map(({ familyId, reason }) => [familyId as string, reason]));
  const truthOf = new Map(truth.map((row) => [truthKey(row), row]));
  const labelled = Array.from({ length: sources.count }, (_, row) => ({
    row,
    tool: truthOf.get(sourceId(sources, row))?.tool ?? '?',
    group: familyOf.get(row) ?? null,
  }));
  const part = (tool: string, group: string | null): string => {
    const rows = labelled.filter((one) => one.tool === tool && one.group === group).map(({ row }) => row);
    return kindsOf(content, rows).join('\n');
  };
  const split = families.split.flatMap(({ label, sources: count, pairsLost, groups }) => [
    `split ${label}: ${count} sources, ${pairsLost} pairs lost`,
    ...groups
      .slice(0, shownGroups)
      .map(
        ({ name, sources: size }) =>
          `  ${size} in ${name ?? 'none'} (${reasonOf.get(name ?? '') ?? 'rare'})\n${part(label, name)}`,
      ),
  ]);
  const merged = families.merged.flatMap(({ group, pairsWrong, labels }) => [
    `merged ${group}: ${pairsWrong} pairs wrong (${reasonOf.get(group) ?? ''})`,
    ...labels
      .slice(0, shownGroups)
      .map(({ name, sources: size }) => `  ${size} of ${String(name)}\n${part(String(name), group)}`),
  ]);
  return [...split, ...merged].join('\n');
}

/** The commonest of what these rows sent. */
function kindsOf({ sources }: Analyzed, rows: readonly number[]): string[] {
  const kinds = new Map<string, { count: number; row: number }>();
  for (const row of rows) {
    const [from, to] = [sources.targetOffsets[row], sources.targetOffsets[row + 1]];
    const counts = Array.from(
      sources.targetHoneypot.subarray(from, to),
      (honeypot, at) =>
        `${honeypot}:${String(sources.targetPackets[(from ?? 0) + at])}/${String(sources.targetCanonical[(from ?? 0) + at])}`,
    );
    const key = `${String(sources.sequences[sources.sequence[row] ?? 0])} [${counts.join(' ')}]`;
    const kind = kinds.get(key) ?? { count: 0, row };
    kinds.set(key, kind);
    kind.count++;
  }
  return [...kinds]
    .sort(([, a], [, b]) => b.count - a.count)
    .slice(0, shownKinds)
    .map(([key, { count, row }]) => {
      const phrase = phraseText(sources.phrases, sources.phrase[row] as number);
      return `    ${count} x ${key} ${phrase.slice(0, shownPhrase)}`;
    });
}
