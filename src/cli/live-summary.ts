import type { LiveSummary } from '../live/capture-interface.js';
import { formatBytes, formatCount, formatDuration, formatMany } from '../reports/format-values.js';
import { factLines } from './fact-lines.js';

/** `honeysift capture --json`; names, once published, stay. */
export function summaryRecord(summary: LiveSummary): Record<string, unknown> {
  return {
    interface: summary.interface,
    link_type: summary.linkType,
    packets: summary.packets,
    bytes: summary.bytes,
    received: summary.received,
    kernel_drops: summary.kernelDrops,
    interface_drops: summary.interfaceDrops,
    seconds: summary.seconds,
    stopped_by: summary.stoppedBy,
    files: summary.files,
  };
}

export function summaryText(summary: LiveSummary): string {
  return factLines(`captured on ${summary.interface}`, [
    ['packets', `${formatCount(summary.packets)}, ${formatBytes(summary.bytes)}`],
    ['dropped by the kernel', formatCount(summary.kernelDrops)],
    ['dropped by the interface', formatCount(summary.interfaceDrops)],
    ['time', formatDuration(summary.seconds)],
    ...summary.files.map(
      ({ path, packets }) => ['file', `${path}: ${formatMany(packets, 'packet')}`] as const,
    ),
  ]);
}
