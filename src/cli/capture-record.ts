import type { CaptureInfo, UnreadableCapture } from '../packets/capture-info.js';
import { isoInstant } from '../storage/iso-instant.js';

/** One entry of `honeysift info --json`; names, once published, stay. */
export function captureRecord(capture: CaptureInfo | UnreadableCapture): Record<string, unknown> {
  if ('error' in capture) return { path: capture.path, error: capture.error };
  const { firstNs, lastNs, packets, bytes } = capture;
  const seconds = durationSeconds(capture);
  const { format, compression } = splitFormat(capture.format);
  const perSecond = (amount: number): number | null =>
    seconds === null || seconds === 0 ? null : amount / seconds;
  return {
    path: capture.path,
    format,
    compression,
    digest: capture.digest,
    file_bytes: capture.fileBytes,
    packets,
    filtered_out: capture.filteredOut,
    bytes,
    first: firstNs === null ? null : isoInstant(firstNs, 9),
    last: lastNs === null ? null : isoInstant(lastNs, 9),
    duration_s: seconds,
    packets_per_s: perSecond(packets),
    bytes_per_s: perSecond(bytes),
    mean_packet_bytes: packets === 0 ? null : bytes / packets,
    in_time_order: capture.inTimeOrder,
    ip_packets: capture.ipPackets,
    protocols: capture.protocols,
    source_addresses: capture.sourceAddresses,
    destination_ports: capture.destinationPorts,
    scanner_marks: capture.scannerMarks,
    damaged: capture.losses.length > 0,
    anomalies: capture.anomalies,
    losses: capture.losses,
  };
}

/** Last minus first packet, seconds; null when no packet has a time. */
export function durationSeconds({ firstNs, lastNs }: CaptureInfo): number | null {
  return firstNs === null || lastNs === null ? null : Number(lastNs - firstNs) / 1e9;
}

const compressions: Readonly<Record<string, string>> = { gz: 'gzip', zst: 'zstd', xz: 'xz' };

/** `pcap+gz` -> pcap, gzip; compression is null where there is none. */
export function splitFormat(text: string): { format: string; compression: string | null } {
  const [format = text, compression] = text.split('+');
  return {
    format,
    compression: compression === undefined ? null : (compressions[compression] ?? compression),
  };
}
