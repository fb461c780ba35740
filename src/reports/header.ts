import { listOf, maybeNumber, maybeText, numberOf, onlyRow, rowsOf, textOf } from './figures.js';
import type { FigureQueries, FigureRows } from './figures.js';
import type { AnomalyCount, DamagedCapture, HoneypotFacts, ReportHeader } from './report-model.js';
import type { SourceTables, StoreFacts } from './report-source.js';
import { compareText } from '../model/compare-text.js';

const shownDamage = 50;
const isoTime = (column: string) => `strftime(CAST(${column} AS TIMESTAMP), '%Y-%m-%dT%H:%M:%SZ')`;

/** Captures, honeypots, damage. */
export function headerQueries(tables: SourceTables): FigureQueries {
  return {
    captures: `SELECT count(*) AS captures, sum(file_bytes)::DOUBLE AS file_bytes, sum(packets)::DOUBLE AS packets,
      sum(bytes)::DOUBLE AS bytes, sum(inbound)::DOUBLE AS inbound, sum(outbound)::DOUBLE AS outbound,
      sum(internal)::DOUBLE AS internal, sum(foreign_packets)::DOUBLE AS foreign_packets,
      sum(other)::DOUBLE AS other, count(*) FILTER (damaged) AS damaged,
      ${isoTime('min(first_seen)')} AS first_seen, ${isoTime('max(last_seen)')} AS last_seen FROM captures`,
    period: `SELECT strftime(first_day, '%Y-%m-%d') AS first_day, strftime(last_day, '%Y-%m-%d') AS last_day,
      last_day - first_day + 1 AS days, active_days FROM period`,
    honeypots: `SELECT honeypot, position, ips, os, platform, country, inferred, sources, packets FROM honeypots
      LEFT JOIN (SELECT honeypot, count(*) AS sources, sum(packets)::DOUBLE AS packets FROM targets GROUP BY ALL)
      USING (honeypot)`,
    damaged: `SELECT path FROM captures WHERE damaged ORDER BY path LIMIT ${shownDamage}`,
    ...(tables.has('anomalies') && {
      anomalies: `SELECT anomaly, sum("count")::DOUBLE AS "count", count(DISTINCT path) AS captures
        FROM anomalies GROUP BY anomaly`,
    }),
    ...(tables.has('losses') && {
      losses: `SELECT path, anomaly, "offset", bytes FROM losses WHERE path IN
        (SELECT path FROM captures WHERE damaged ORDER BY path LIMIT ${shownDamage})`,
    }),
  };
}

export function buildHeader(figures: FigureRows, facts: StoreFacts): ReportHeader {
  const captures = onlyRow(figures, 'captures');
  const period = onlyRow(figures, 'period');
  const honeypots = rowsOf(figures, 'honeypots');
  return {
    name: facts.name ?? null,
    storeVersion: facts.version ?? null,
    options: facts.options ?? {},
    period: {
      firstSeen: maybeText(captures, 'first_seen'),
      lastSeen: maybeText(captures, 'last_seen'),
      firstDay: maybeText(period, 'first_day'),
      lastDay: maybeText(period, 'last_day'),
      days: numberOf(period, 'days'),
      activeDays: numberOf(period, 'active_days'),
    },
    captures: {
      captures: numberOf(captures, 'captures'),
      fileBytes: numberOf(captures, 'file_bytes'),
      packets: numberOf(captures, 'packets'),
      bytes: numberOf(captures, 'bytes'),
      inbound: numberOf(captures, 'inbound'),
      outbound: numberOf(captures, 'outbound'),
      internal: numberOf(captures, 'internal'),
      foreign: numberOf(captures, 'foreign_packets'),
      other: numberOf(captures, 'other'),
      damaged: numberOf(captures, 'damaged'),
    },
    honeypots: honeypotFacts(figures),
    honeypotsInferred: honeypots.some((row) => row['inferred'] === true),
    anomalies: anomalyCounts(figures),
    damage: damagedCaptures(figures),
  };
}

function honeypotFacts(figures: FigureRows): HoneypotFacts[] {
  return [...rowsOf(figures, 'honeypots')]
    .sort((a, b) => numberOf(a, 'position') - numberOf(b, 'position'))
    .map((row) => ({
      name: textOf(row, 'honeypot'),
      ips: listOf(row, 'ips'),
      os: maybeText(row, 'os'),
      platform: maybeText(row, 'platform'),
      country: maybeText(row, 'country'),
      sources: numberOf(row, 'sources'),
      packets: numberOf(row, 'packets'),
    }));
}

function anomalyCounts(figures: FigureRows): AnomalyCount[] {
  return (figures.get('anomalies') ?? [])
    .map((row) => ({
      anomaly: textOf(row, 'anomaly'),
      count: numberOf(row, 'count'),
      captures: numberOf(row, 'captures'),
    }))
    .sort((a, b) => b.count - a.count || compareText(a.anomaly, b.anomaly));
}

function damagedCaptures(figures: FigureRows): DamagedCapture[] {
  const losses = (figures.get('losses') ?? []).map((row) => ({
    path: textOf(row, 'path'),
    anomaly: textOf(row, 'anomaly'),
    offset: numberOf(row, 'offset'),
    bytes: maybeNumber(row, 'bytes'),
  }));
  return rowsOf(figures, 'damaged')
    .map((row) => textOf(row, 'path'))
    .sort(compareText)
    .map((path) => ({
      path,
      losses: losses
        .filter((loss) => loss.path === path)
        .sort((a, b) => a.offset - b.offset)
        .map(({ anomaly, offset, bytes }) => ({ anomaly, offset, bytes })),
    }));
}
