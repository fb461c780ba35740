import type { CaptureInfo, UnreadableCapture } from '../packets/capture-info.js';
import { formatBytes, formatCount, formatDecimal, formatDuration } from '../reports/format-values.js';
import { isoInstant } from '../storage/iso-instant.js';
import { durationSeconds, splitFormat } from './capture-record.js';
import { counted, factLines } from './fact-lines.js';
import { scannerMarksText } from './scanner-marks-text.js';

type Facts = [string, string][];

/** One capture for people: a line a fact, then what was lost. */
export function captureText(capture: CaptureInfo | UnreadableCapture): string {
  const facts: Facts = 'error' in capture ? [['cannot be read', capture.error.message]] : factsOf(capture);
  return factLines(capture.path, facts);
}

function factsOf(capture: CaptureInfo): Facts {
  const { format, compression } = splitFormat(capture.format);
  const { packets, filteredOut, bytes, protocols, destinationPorts, anomalies, losses } = capture;
  const seconds = durationSeconds(capture);
  const facts: Facts = [
    ['format', compression === null ? format : `${format}, ${compression}`],
    ['file', `${formatBytes(capture.fileBytes)} (${formatCount(capture.fileBytes)} bytes)`],
    ['SHA-256', capture.digest],
    [
      'packets',
      filteredOut === 0
        ? formatCount(packets)
        : `${formatCount(packets)}, and ${formatCount(filteredOut)} that the filter left out`,
    ],
    ['data', `${formatBytes(bytes)} (${formatCount(bytes)} bytes)`],
    ['first', timeText(capture.firstNs)],
    ['last', timeText(capture.lastNs)],
    ['duration', formatDuration(seconds)],
    ['time order', capture.inTimeOrder ? 'yes' : 'no: some packet is stamped earlier than one before it'],
  ];
  if (seconds !== null && seconds > 0) {
    facts.push([
      'mean rate',
      `${formatDecimal(packets / seconds)} packets/s, ${formatBytes(bytes / seconds)}/s`,
    ]);
  }
  if (packets > 0) facts.push(['mean packet', `${formatDecimal(bytes / packets)} bytes`]);
  facts.push(
    ['IP packets', formatCount(capture.ipPackets)],
    [
      'protocols',
      counted(Object.entries(protocols).map(([name, count]) => [protocolNames[name] ?? name, count])),
    ],
    ['source addresses', formatCount(capture.sourceAddresses)],
    ['destination ports', counted(destinationPorts.map(({ port, packets: count }) => [port, count]))],
    ['scanner marks', scannerMarksText(capture.scannerMarks)],
    ['anomalies', counted(Object.entries(anomalies))],
  );
  for (const { anomaly, offset, bytes: lost } of losses) {
    facts.push([
      'damaged',
      `${anomaly} at byte ${offset}: ${lost === null ? 'the rest' : `${lost} bytes`} lost`,
    ]);
  }
  return facts;
}

const protocolNames: Readonly<Record<string, string>> = {
  tcp: 'TCP',
  udp: 'UDP',
  icmp: 'ICMP',
  other: 'other IP',
  none: 'no IP',
};

function timeText(ns: bigint | null): string {
  return ns === null ? 'no packet has a time' : (isoInstant(ns, 9) ?? String(ns));
}
