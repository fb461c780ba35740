import type { Quality, Share } from './quality.js';

const listedShares = 4;

/** The numbers and the worst confusions as lines for a terminal, without a final line end. */
export function qualityText(title: string, quality: Quality): string {
  const head = [
    `${title}: ${quality.sources} sources of ${quality.labels} labels in ${quality.groups} groups, ${quality.alone} alone`,
    `  precision ${fixed(quality.precision)}  recall ${fixed(quality.recall)}  macro recall ${fixed(quality.macroRecall)}` +
      ` (over ${quality.macroLabels} labels)`,
  ];
  const merged = quality.merged.map(
    ({ group, pairsWrong, labels }) => `  merged ${group}: ${pairsWrong} wrong pairs, ${sharesText(labels)}`,
  );
  const split = quality.split.map(
    ({ label, pairsLost, recall, groups }) =>
      `  split ${label}: ${pairsLost} lost pairs, recall ${fixed(recall)}, ${sharesText(groups)}`,
  );
  return [...head, ...merged, ...split].join('\n');
}

function sharesText(shares: readonly Share[]): string {
  const listed = shares.slice(0, listedShares).map(({ name, sources }) => `${sources} ${name ?? 'alone'}`);
  const more = shares.length - listed.length;
  return listed.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function fixed(value: number): string {
  return value.toFixed(4);
}
