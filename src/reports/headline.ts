import { formatCount, formatMany, formatRounded, formatShare } from './format-values.js';
import { isFactsOnly } from '../storage/facts-only.js';
import type { BigPicture, ReadingHint, Report } from './report-model.js';

type Facts = Omit<Report, 'headline' | 'reading' | 'version'>;

/** The largest facts in one sentence. */
export function headline(facts: Facts): string {
  const { header, bigPicture, itemsets, rootCauses, families } = facts;
  if (bigPicture.attackSources === 0) {
    return `${formatRounded(header.captures.packets)} packets, and not one attack source in them`;
  }
  const seen =
    `${periodText(header.period.days)}, ${formatRounded(header.captures.packets)} packets, ` +
    formatMany(bigPicture.attackSources, 'attack source');
  if (isFactsOnly(header.options)) return `${seen}; what caused them was not looked for yet`;
  const shown = Math.min(10, rootCauses.total);
  const explained = rootCauses.coverage[shown - 1];
  const largest =
    shown === 10 ? 'the ten largest explain' : shown === 1 ? 'it explains' : 'together they explain';
  return (
    `${seen}: ${formatMany(itemsets.clusters, 'cluster')}, ` +
    `${formatMany(rootCauses.total, 'root cause')} in ${formatMany(families.total, 'family', 'families')}` +
    (explained === undefined ? '' : `; ${largest} ${formatShare(explained)} of the attack sources`)
  );
}

/** `12 days`, `18 months`, `10.7 years`. */
export function periodText(days: number): string {
  if (days < 60) return formatMany(days, 'day');
  const months = Math.round(days / 30.4375);
  return months < 36 ? formatMany(months, 'month') : `${(days / 365.25).toFixed(1)} years`;
}

/** What to read first, most urgent first: what may be wrong with the data, then what is new or unexplained. */
export function readingHints(facts: Facts): ReadingHint[] {
  const { header, bigPicture, coherence, rootCauses, rare } = facts;
  const hints: ReadingHint[] = [];
  const add = (tone: ReadingHint['tone'], anchor: string, text: string) => hints.push({ tone, anchor, text });
  if (header.captures.damaged > 0) {
    add(
      'warn',
      'damage',
      `${formatMany(header.captures.damaged, 'capture is', 'captures are')} damaged: see what was lost`,
    );
  }
  if (isFactsOnly(header.options)) {
    add(
      'warn',
      'root-causes',
      'The store holds facts only: clusters, root causes and enrichment are found by an ingest without --facts-only',
    );
  }
  if (header.honeypotsInferred) {
    add(
      'warn',
      'honeypots',
      `The ${formatMany(header.honeypots.length, 'honeypot was', 'honeypots were')} inferred from the captures: ` +
        'check them before anything else',
    );
  }
  addBigPictureHints(bigPicture, add);
  const lastMonth = header.period.lastDay?.slice(0, 7);
  const fresh = rootCauses.rows.filter((row) => row.firstDay?.startsWith(lastMonth ?? '-') === true);
  if (rootCauses.bucket === 'month' && fresh.length > 0) {
    add(
      'look',
      fresh[0]?.rootCauseId ?? 'root-causes',
      `${formatMany(fresh.length, 'root cause was', 'root causes were')} first seen in the last month ` +
        `(${lastMonth ?? ''}); ${fresh.length === 1 ? 'it' : 'the largest'} has ${formatMany(fresh[0]?.sources ?? 0, 'source')}`,
    );
  }
  if (rare.total > 0) {
    add(
      'look',
      'rare',
      `${formatMany(rare.total, 'attack source stands', 'attack sources stand')} alone: the rare list`,
    );
  }
  if (coherence.split > 0) {
    add(
      'look',
      'coherence',
      `${formatCount(coherence.split)} of ${formatMany(coherence.clusters, 'cluster')} hid more than one root cause ` +
        'behind the same packet counts',
    );
  }
  return [...hints.filter((hint) => hint.tone === 'warn'), ...hints.filter((hint) => hint.tone === 'look')];
}

function addBigPictureHints(
  bigPicture: BigPicture,
  add: (tone: ReadingHint['tone'], anchor: string, text: string) => void,
): void {
  if (bigPicture.floods > 0) {
    add(
      'look',
      'big-picture',
      `${formatMany(bigPicture.floods, 'spoofed flood')} of ${formatMany(bigPicture.floodSources, 'source')}, ` +
        (bigPicture.floods === 1 ? 'counted as one event' : 'counted as one event each'),
    );
  }
  if (bigPicture.cutPhrases > 0) {
    add(
      'warn',
      'big-picture',
      `${formatMany(bigPicture.cutPhrases, 'phrase was', 'phrases were')} cut at the byte bound: ` +
        'distances of those sources are of what was kept',
    );
  }
}
