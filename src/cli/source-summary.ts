import type { SourceList } from '../operations/list-sources.js';
import type { Environment } from '../model/environment.js';
import { formatCount, formatDecimal, formatMany } from '../reports/format-values.js';
import { counted, factLines } from './fact-lines.js';
import { scannerMarksText } from './scanner-marks-text.js';

type Summarized = Pick<SourceList, 'environment' | 'captures' | 'totals' | 'seconds'>;

/** `honeysift sources --summary --json`; names, once published, stay. */
export function summaryRecord({
  environment,
  captures,
  totals,
  seconds,
}: Summarized): Record<string, unknown> {
  return {
    captures: totals.captures,
    damaged_captures: totals.damagedCaptures,
    packets: totals.packets,
    bytes: totals.bytes,
    filtered_out: totals.filteredOut,
    ...totals.directions,
    scanner_marks: totals.scannerMarks,
    retransmissions: totals.retransmissions,
    copies: totals.copies,
    sources: totals.sources,
    backscatter: totals.backscatter,
    backscatter_flows: totals.backscatterFlows,
    floods: totals.floods,
    addresses: totals.addresses,
    days: totals.days,
    ports_sequences: totals.portsSequences,
    phrases: totals.phrases,
    sources_with_phrase: totals.sourcesWithPhrase,
    sources_with_os: totals.sourcesWithOs,
    p0f_db: totals.signatureDatabase,
    honeypots: environment.honeypots.map(({ name, ips }) => ({ name, ips })),
    honeypots_inferred: environment.inferred,
    anomalies: totals.anomalies,
    losses: captures.flatMap(({ path, losses }) => losses.map((loss) => ({ path, ...loss }))),
    seconds,
    packets_per_s: totals.packets / seconds,
  };
}

export function summaryText({ environment, totals, seconds }: Summarized): string {
  const { directions, filteredOut } = totals;
  const leftOut = filteredOut === 0 ? '' : `, and ${formatCount(filteredOut)} that the filter left out`;
  return factLines(formatMany(totals.sources, 'attack source'), [
    ['captures', `${formatCount(totals.captures)}, ${formatCount(totals.damagedCaptures)} damaged`],
    ['packets', `${formatCount(totals.packets)}${leftOut}`],
    ['  inbound', formatCount(directions.inbound)],
    ['    retransmitted', formatCount(totals.retransmissions)],
    ['    copies', `${formatCount(totals.copies)} (made by the capture)`],
    ['  outbound', formatCount(directions.outbound)],
    ['  internal', `${formatCount(directions.internal)} (honeypot to honeypot, not analysed)`],
    ['  foreign', `${formatCount(directions.foreign)} (no honeypot on either side, not analysed)`],
    ['  other', `${formatCount(directions.other)} (without an IP layer)`],
    ['bytes', formatCount(totals.bytes)],
    ['scanner marks', scannerMarksText(totals.scannerMarks)],
    ['anomalies', counted(Object.entries(totals.anomalies))],
    ['honeypots', honeypotsText(environment)],
    [
      'backscatter',
      `${formatMany(totals.backscatter, 'source')}; ${formatMany(totals.backscatterFlows, 'flow')} in all`,
    ],
    ['floods', formatCount(totals.floods)],
    ['addresses', formatCount(totals.addresses)],
    ['days', formatCount(totals.days)],
    ['ports sequences', formatCount(totals.portsSequences)],
    ['phrases', `${formatCount(totals.phrases)}, of ${formatMany(totals.sourcesWithPhrase, 'source')}`],
    ['systems', `known of ${formatMany(totals.sourcesWithOs, 'source')}, by ${databaseText(totals)}`],
    ['time', `${formatDecimal(seconds)} s, ${formatCount(Math.round(totals.packets / seconds))} packets/s`],
  ]);
}

/** `/etc/p0f/p0f.fp (91 signatures)`. */
function databaseText({ signatureDatabase }: Summarized['totals']): string {
  return `${signatureDatabase.name} (${formatMany(signatureDatabase.signatures, 'signature')})`;
}

const namedHoneypots = 8;

/** `3 (inferred from the captures: 192.0.2.1, ...)`. */
export function honeypotsText({ honeypots, inferred }: Environment): string {
  const names = honeypots.slice(0, namedHoneypots).map(({ name }) => name);
  if (honeypots.length > namedHoneypots) names.push('...');
  const listed = names.join(', ');
  const how = inferred ? `inferred from the captures${listed === '' ? '' : `: ${listed}`}` : listed;
  return `${formatCount(honeypots.length)} (${how})`;
}
