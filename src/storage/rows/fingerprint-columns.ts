import type { RawSignature, SourceFingerprints } from '../../model/source-fingerprints.js';
import type { StagedColumn, TextValue } from '../staged-column.js';
import { stagedTable } from '../write-unit.js';
import { sourceIdSql } from './source-selects.js';

/** Staged columns of the table fingerprints; all zero and empty without fingerprints. */
export function fingerprintColumns(
  fingerprints: SourceFingerprints | undefined,
  sources: number,
): StagedColumn[] {
  const of = (row: number): RawSignature | undefined =>
    fingerprints?.rawSignatures[fingerprints.signature[row] ?? -1];
  const text = (name: string, value: (signature: RawSignature) => TextValue): StagedColumn => ({
    name,
    kind: 'text',
    at: (row) => {
      const signature = of(row);
      return signature ? value(signature) : null;
    },
  });
  const numbers = (name: string, values: ArrayLike<number> | undefined): StagedColumn => ({
    name,
    kind: 'double',
    values: Float64Array.from({ length: sources }, (_, row) => values?.[row] ?? 0),
  });
  const nullable = (name: string, value: (signature: RawSignature) => number | null): StagedColumn => ({
    name,
    kind: 'double',
    values: Float64Array.from({ length: sources }, (_, row) => {
      const signature = of(row);
      return (signature ? value(signature) : null) ?? Number.NaN;
    }),
  });
  return [
    text('os', ({ label }) => (label === null || label.osClass === null ? null : label.name)),
    text('os_class', ({ label }) => label?.osClass ?? null),
    text('tool', ({ label }) => (label?.osClass === null ? label.name : null)),
    text('os_match', ({ label }) => label?.quality ?? null),
    text('raw_signature', (signature) => signature.text),
    text('link', ({ link }) => link),
    nullable('distance', ({ distance }) => distance),
    nullable('mtu', ({ mtu }) => mtu),
    numbers('fingerprinted_syns', fingerprints?.syns),
    numbers('unread_syns', fingerprints?.unreadSyns),
    numbers('signature_syns', fingerprints?.signatureSyns),
    numbers('raw_signatures', fingerprints?.signatures),
    numbers('labels', fingerprints?.labels),
    numbers('mirai_packets', fingerprints?.mirai),
    numbers('masscan_packets', fingerprints?.masscan),
    numbers('zmap_packets', fingerprints?.zmap),
  ];
}

const counts = [
  'unread_syns',
  'signature_syns',
  'raw_signatures',
  'labels',
  'mirai_packets',
  'masscan_packets',
  'zmap_packets',
];

export const fingerprintSelect = `
  SELECT ${sourceIdSql}, day, os, os_class, tool, os_match, raw_signature, link,
    CAST(distance AS INTEGER) AS distance, CAST(mtu AS INTEGER) AS mtu,
    CAST(fingerprinted_syns AS BIGINT) AS syn_packets,
    ${counts.map((name) => `CAST(${name} AS BIGINT) AS ${name}`).join(', ')}
  FROM ${stagedTable}
  WHERE fingerprinted_syns + mirai_packets + masscan_packets + zmap_packets > 0`;
