import { HoneysiftError, invalidArgument } from '../errors.js';
import type { PacketTexts } from '../native/source-aggregator.js';
import {
  type CaptureSummary,
  readCaptureRows,
  type ReadCaptureOptions,
  type RowBatch,
} from '../packets/read-capture.js';
import { openTsharkInfo } from '../packets/tshark-info.js';

/** Packets that tshark printed nothing for, because it stopped at damage that honeysift read past. */
const missingInfo = 'packets_without_tshark_info';

/**
 * As readCaptureRows, with tshark's Info column beside each batch.
 * @throws HoneysiftError ERR_TOOL when tshark is missing, fails, or counts packets differently; ERR_ARGUMENT with a
 * filter, which tshark does not share.
 */
export async function readDescribed(
  capture: string,
  onBatch: (batch: RowBatch, texts: PacketTexts) => void,
  options: ReadCaptureOptions = {},
): Promise<CaptureSummary> {
  if (options.filter !== undefined) {
    throw invalidArgument('filter', 'none with the rendering tshark', options.filter);
  }
  const infos = await openTsharkInfo(capture);
  try {
    const summary = await readCaptureRows(
      capture,
      async (batch) => {
        onBatch(batch, await infos.next(batch.rows.rows));
      },
      options,
    );
    if (await infos.hasMore()) {
      throw new HoneysiftError(
        'ERR_TOOL',
        `tshark and honeysift do not count the packets of ${capture} alike (${summary.packets} here, more there); ` +
          'use the rendering text for it',
      );
    }
    const missing = infos.missing();
    if (missing === 0) return summary;
    if (summary.losses.length === 0 && Object.keys(summary.anomalies).length === 0) {
      throw new HoneysiftError(
        'ERR_TOOL',
        `tshark ended before the last ${missing} packets of ${capture}: ${infos.complaint() || 'it did not say why'}`,
      );
    }
    return { ...summary, anomalies: { ...summary.anomalies, [missingInfo]: missing } };
  } finally {
    await infos.close();
  }
}
