import { looksLikeCapture } from '../capture-signature.js';
import { cowrieReader } from './cowrie.js';
import { dionaeaReader } from './dionaea.js';
import { honeytrapReader } from './honeytrap.js';
import { isFields, parseObject } from './log-fields.js';
import { csvReader } from './csv.js';
import type { LogReader } from './log-event.js';
import { logMappingSchema } from './log-mapping.js';
import type { LogOptions } from './log-options.js';
import { zeekJsonReader, zeekTsvReader } from './zeek-conn.js';

/** How many bytes the first whole line of a log is looked for in. */
export const detectionBytes = 64 * 1024;

/**
 * The reader for a file that begins with `first`, or null when it is to be read as a capture. Captures stay captures
 * whatever is forced, so that both may be named at once.
 */
export function chooseReader(
  first: Uint8Array,
  path: string,
  logs: LogOptions | undefined,
): LogReader | null {
  const { format, mapping } = logs ?? {};
  if (looksLikeCapture(first)) return null;
  if (format === undefined) {
    const detected = detectLog(first);
    if (detected !== null || mapping === undefined || !looksLikeText(first)) return detected;
  }
  switch (format) {
    case 'cowrie':
      return cowrieReader();
    case 'dionaea':
      return dionaeaReader();
    case 'honeytrap':
      return honeytrapReader();
    case 'zeek':
      return first[0] === 0x23 ? zeekTsvReader() : zeekJsonReader();
    case 'csv':
    case undefined:
      return first.length === 0 ? null : csvReader(logMappingSchema.parse(mapping), path);
  }
}

/** Only its beginning: further on a log holds what attackers sent. */
function looksLikeText(first: Uint8Array): boolean {
  return first.subarray(0, 16).every((byte) => byte > 8);
}

/** The reader for a log that begins with `first`, or null when it is none that is known. Told by content. */
function detectLog(first: Uint8Array): LogReader | null {
  if (first[0] !== 0x7b && first[0] !== 0x23) return null;
  const lines = Buffer.from(first).toString('utf8').split(/\r?\n/);
  if (lines[0]?.startsWith('#separator')) {
    return lines.some((line) => line === '#path\tconn') ? zeekTsvReader() : null;
  }
  for (const line of lines.slice(0, 100)) {
    const fields = parseObject(line);
    if (fields === null) continue;
    if (String(fields['eventid']).startsWith('cowrie.')) return cowrieReader();
    if (isFields(fields['attack_connection'])) return honeytrapReader();
    if (isFields(fields['connection']) && 'transport' in fields['connection']) return dionaeaReader();
    if ('id.orig_h' in fields && 'proto' in fields) return zeekJsonReader();
  }
  return null;
}
