import type { PacketColumns } from '../model/packet-columns.js';
import type { RawSignature } from '../model/source-fingerprints.js';
import { SynMatcher } from '../native/stack-matcher.js';
import { type CaptureSummary, readCapture, type ReadCaptureOptions } from '../packets/read-capture.js';
import { describeSignatures } from './describe-signatures.js';
import { packSignatures } from './pack-signatures.js';
import type { SignatureDatabase } from './signature-database.js';

/**
 * Names the stack behind every SYN of a capture, whatever its direction: what `p0f -r` does. SYNs without all their
 * headers are passed over.
 * @param onSyn gets the SYN's row in columns that are valid during the call, and its signature
 * @throws HoneysiftError as readCapture
 */
export function matchSyns(
  capture: string,
  database: SignatureDatabase,
  onSyn: (columns: PacketColumns, row: number, signature: RawSignature) => void,
  options: ReadCaptureOptions = {},
): Promise<CaptureSummary> {
  const matcher = new SynMatcher(packSignatures(database.requests));
  const known: RawSignature[] = [];
  return readCapture(
    capture,
    ({ columns, bytes, scratch }) => {
      const { rows, ids } = matcher.matchBatch(columns, bytes, scratch);
      known.push(...describeSignatures(matcher.describe(known.length), database));
      ids.forEach((id, i) => {
        const signature = known[id];
        if (signature) onSyn(columns, rows[i] ?? 0, signature);
      });
    },
    options,
  );
}
