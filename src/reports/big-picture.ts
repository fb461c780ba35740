import { listOf, maybeNumber, numberOf, onlyRow, rowsOf, shareOf } from './figures.js';
import type { FigureQueries, FigureRows } from './figures.js';
import type { BigPicture, HoneypotOrder, ReportHeader } from './report-model.js';
import type { SourceTables } from './report-source.js';

/** The report's limit: "all attack sources, but a few, have sent requests during less than 30 seconds". */
const durationLimitSeconds = 30;

/** Section 2.3, one figure per bullet. */
export function bigPictureQueries(tables: SourceTables): FigureQueries {
  return {
    totals: `SELECT count(*) AS sources, count(*) FILTER (flood_id IS NOT NULL) AS flood_sources,
      count(DISTINCT flood_id) AS floods, count(*) FILTER (phrase_cut) AS cut_phrases FROM sources`,
    durations: `SELECT count(*) AS events, count(*) FILTER (backscatter) AS backscatter,
      count(*) FILTER (duration_s < ${durationLimitSeconds}) AS short,
      quantile_disc(duration_s, 0.5)::DOUBLE AS median, quantile_disc(duration_s, 0.99)::DOUBLE AS p99,
      max(duration_s)::DOUBLE AS longest FROM events`,
    target_counts: `SELECT targets, count(*) AS sources, count(*) FILTER (NOT backscatter) AS requesters
      FROM events GROUP BY ALL`,
    ips: `SELECT count(*) AS ips, count(*) FILTER (days = 1) AS one_day
      FROM (SELECT ip, count(DISTINCT day) AS days FROM events GROUP BY ALL)`,
    sequence_counts: `SELECT count(*) AS sequences, count(*) FILTER (len(ports) = 1) AS single,
      sum(sources) FILTER (len(ports) = 1)::DOUBLE AS single_sources, sum(sources)::DOUBLE AS sources
      FROM sequences`,
    ports: `SELECT count(DISTINCT port) AS ports FROM (SELECT unnest(ports) AS port FROM sequences)`,
    port_sets: `SELECT count(*) AS sets, count(*) FILTER (n = 1) AS single
      FROM (SELECT list_sort(list_distinct(ports)) AS port_set, count(*) AS n FROM sequences GROUP BY port_set)`,
    ...(tables.get('source_targets')?.has('first_seen') && {
      orders: `SELECT sources, orders, commonest, n FROM (
        SELECT honeypot_order AS commonest, count(*) AS n, sum(count(*)) OVER ()::DOUBLE AS sources,
          count(*) OVER () AS orders, row_number() OVER (ORDER BY count(*) DESC, honeypot_order) AS place
        FROM (SELECT [p.name FOR p IN list_sort(list({seen: first_seen, rank: position, name: honeypot}))] AS honeypot_order
          FROM targets JOIN honeypots USING (honeypot) WHERE targets = (SELECT count(*) FROM honeypots) AND targets > 1 GROUP BY source_id)
        GROUP BY honeypot_order) WHERE place = 1`,
    }),
  };
}

export function buildBigPicture(figures: FigureRows, header: ReportHeader): BigPicture {
  const totals = onlyRow(figures, 'totals');
  const durations = onlyRow(figures, 'durations');
  const ips = onlyRow(figures, 'ips');
  const sequences = onlyRow(figures, 'sequence_counts');
  const portSets = onlyRow(figures, 'port_sets');
  const events = numberOf(durations, 'events');
  const targets = rowsOf(figures, 'target_counts')
    .map((row) => ({
      targets: numberOf(row, 'targets'),
      sources: numberOf(row, 'sources'),
      share: shareOf(numberOf(row, 'sources'), events) ?? 0,
      requesters: numberOf(row, 'requesters'),
    }))
    .sort((a, b) => b.targets - a.targets);
  const allHoneypots = header.honeypots.length;
  const reachedAll = targets.find((row) => row.targets === allHoneypots)?.sources ?? 0;
  return {
    attackSources: numberOf(totals, 'sources'),
    events,
    floods: numberOf(totals, 'floods'),
    floodSources: numberOf(totals, 'flood_sources'),
    backscatter: numberOf(durations, 'backscatter'),
    backscatterShare: shareOf(numberOf(durations, 'backscatter'), events),
    honeypotPackets: header.captures.inbound + header.captures.outbound + header.captures.internal,
    inboundPackets: header.captures.inbound,
    distinctPorts: numberOf(onlyRow(figures, 'ports'), 'ports'),
    distinctSequences: numberOf(sequences, 'sequences'),
    singlePortSequences: numberOf(sequences, 'single'),
    singlePortShare: shareOf(numberOf(sequences, 'single_sources'), numberOf(sequences, 'sources')),
    portSets: numberOf(portSets, 'sets'),
    portSetsOfOneSequence: numberOf(portSets, 'single'),
    durations: {
      limitSeconds: durationLimitSeconds,
      underLimitShare: shareOf(numberOf(durations, 'short'), events),
      medianSeconds: maybeNumber(durations, 'median'),
      p99Seconds: maybeNumber(durations, 'p99'),
      maxSeconds: maybeNumber(durations, 'longest'),
    },
    targets,
    allHoneypots,
    allHoneypotsShare: shareOf(reachedAll, events),
    order: honeypotOrder(figures),
    ips: numberOf(ips, 'ips'),
    ipsOfOneDay: numberOf(ips, 'one_day'),
    ipsOfOneDayShare: shareOf(numberOf(ips, 'one_day'), numberOf(ips, 'ips')),
    cutPhrases: numberOf(totals, 'cut_phrases'),
  };
}

function honeypotOrder(figures: FigureRows): HoneypotOrder | null {
  const row = figures.get('orders')?.[0];
  if (row === undefined) return null;
  const sources = numberOf(row, 'sources');
  return {
    sources,
    distinctOrders: numberOf(row, 'orders'),
    commonest: listOf(row, 'commonest'),
    commonestShare: shareOf(numberOf(row, 'n'), sources) ?? 0,
  };
}
