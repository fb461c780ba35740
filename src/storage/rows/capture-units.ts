import type { CaptureFacts } from '../../model/capture.js';
import { anomalies } from '../schema/anomalies.js';
import { captures } from '../schema/captures.js';
import { losses } from '../schema/losses.js';
import type { TimeUnit } from '../schema/table-schema.js';
import type { WriteUnit } from '../write-unit.js';
import { recordUnit, type TableRecord } from './record-unit.js';

/** The tables captures, anomalies and losses. */
export function captureUnits(facts: readonly CaptureFacts[], unit: TimeUnit): WriteUnit[] {
  return [
    recordUnit(captures, facts.map(captureRecord), unit),
    recordUnit(anomalies, facts.flatMap(anomalyRecords), unit),
    recordUnit(losses, facts.flatMap(lossRecords), unit),
  ];
}

function captureRecord(capture: CaptureFacts): TableRecord {
  const { directions } = capture;
  return {
    path: capture.path,
    digest: capture.digest,
    content_digest: capture.contentDigest,
    format: capture.format,
    file_bytes: capture.fileBytes,
    packets: capture.packets,
    filtered_out: capture.filteredOut,
    bytes: capture.bytes,
    inbound: directions.inbound,
    outbound: directions.outbound,
    internal: directions.internal,
    foreign_packets: directions.foreign,
    other: directions.other,
    mirai_packets: capture.scannerMarks.mirai,
    masscan_packets: capture.scannerMarks.masscan,
    zmap_packets: capture.scannerMarks.zmap,
    first_seen: capture.firstNs,
    last_seen: capture.lastNs,
    anomalies: Object.values(capture.anomalies).reduce((sum, count) => sum + count, 0),
    damaged: capture.losses.length > 0,
  };
}

function anomalyRecords({ path, contentDigest, anomalies: counts }: CaptureFacts): TableRecord[] {
  return Object.entries(counts).map(([anomaly, count]) => ({
    path,
    content_digest: contentDigest,
    anomaly,
    count,
  }));
}

function lossRecords({ path, contentDigest, losses: stretches }: CaptureFacts): TableRecord[] {
  return stretches.map(({ anomaly, offset, bytes }) => ({
    path,
    content_digest: contentDigest,
    anomaly,
    offset,
    bytes,
  }));
}
