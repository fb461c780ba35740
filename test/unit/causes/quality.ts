/** How well sources were put together, by pairs; see DESIGN section 6. */
export interface Quality {
  /** Of the pairs put together, the share sent by one tool. */
  readonly precision: number;
  /** Of the pairs sent by one tool, the share put together. */
  readonly recall: number;
  /** Mean of the recall over tools of two sources or more. */
  readonly macroRecall: number;
}

/** `groups[i]` names where source i was put, null for alone; `tools[i]` what sent it. */
export function measureQuality(groups: readonly (string | null)[], tools: readonly string[]): Quality {
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  const sum = (counts: Iterable<number>): number =>
    [...counts].reduce((total, count) => total + pairs(count), 0);
  const tally = (keys: readonly string[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const together = tally(groups.filter((group) => group !== null));
  const sent = tally(tools);
  const both = tally(
    groups.flatMap((group, at) => (group === null ? [] : [`${group} ${tools[at] as string}`])),
  );
  const found = new Map<string, number>();
  for (const [key, count] of both) {
    const tool = key.slice(key.indexOf(' ') + 1);
    found.set(tool, (found.get(tool) ?? 0) + pairs(count));
  }
  const recalls = [...sent]
    .filter(([, count]) => count > 1)
    .map(([tool, count]) => (found.get(tool) ?? 0) / pairs(count));
  return {
    precision: sum(both.values()) / sum(together.values()),
    recall: sum(both.values()) / sum(sent.values()),
    macroRecall: recalls.reduce((total, recall) => total + recall, 0) / recalls.length,
  };
}
