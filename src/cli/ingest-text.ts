import type { IngestResult } from '../operations/ingest/ingest.js';
import type { LineageSummary } from '../operations/ingest/publish-lineage.js';
import { formatRounded } from '../reports/format-values.js';
import { isFactsOnly } from '../storage/facts-only.js';
import { lossLines } from './capture-losses.js';
import { terminalSafe } from './terminal-safe.js';

/** What an ingest did, in lines. */
export function ingestText(result: IngestResult): string {
  const { ingested, duplicates, pruned, cut, readAgain, damaged, environment, manifest } = result;
  const rows = (table: string): number => manifest.tables[table]?.rows ?? 0;
  const packets = ingested.reduce((sum, capture) => sum + capture.packets, 0);
  const known = duplicates.filter(({ path, sameAs }) => path === sameAs).length;
  const lines = [
    `${ingested.length} captures taken in, ${packets} packets${landedText(packets, result.seconds)}`,
    ...(known > 0 ? [`${known} captures were taken in before`] : []),
    ...duplicates
      .filter(({ path, sameAs }) => path !== sameAs)
      .map(({ path, sameAs }) => `counted once: ${path} holds the same as ${sameAs}`),
    ...pruned.map((path) => `not taken in: all days of ${path} lie before the day that prune set`),
    ...cut.map(
      ({ path, droppedDays }) => `cut: ${droppedDays} days of ${path} lie before the day that prune set`,
    ),
    ...(readAgain.length > 0 ? [`${readAgain.length} captures taken in earlier were read again`] : []),
    ...(environment.inferred
      ? [`honeypots (inferred): ${environment.honeypots.map(({ name }) => name).join(', ')}`]
      : []),
    result.published
      ? `publication ${result.publication}: ${rows('captures')} captures, ${rows('attack_sources')} attack sources, ` +
        (isFactsOnly(manifest.options)
          ? 'nothing looked for in them yet: ingest without --facts-only does'
          : `${rows('root_causes')} root causes, ${rows('families')} families`)
      : 'nothing new: the store is as it was',
    ...(result.lineage === null ? [] : [lineageLine(result.lineage)]),
  ];
  return lossLines(damaged) + lines.map((line) => `${terminalSafe(line)}\n`).join('');
}

function landedText(packets: number, { landed, published }: IngestResult['seconds']): string {
  if (packets === 0) return '';
  const rate = formatRounded(packets / Math.max(landed, 1e-3));
  return `: landed in ${landed.toFixed(1)} s (${rate} packets/s), published ${(published - landed).toFixed(1)} s later`;
}

/** What became of the root causes of the publication before. */
export function lineageLine({ renamed, ...kinds }: LineageSummary): string {
  const counts = Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`);
  const others = renamed > 0 ? `; ${renamed} go on under another id` : '';
  return `root causes: ${counts.join(', ')}${others} (honeysift query lineage)`;
}
