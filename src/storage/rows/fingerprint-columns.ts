import type { RawSignature, SourceFingerprints } from '../../model/source-fingerprints.js';
import { type LookupTable, lookupTable, positionsOf } from '../lookup-table.js';
import type { StagedColumn, TextValue } from '../staged-column.js';
import { stagedTable } from '../write-unit.js';
import { sourceIdSql } from './source-selects.js';

/** Staged columns of the table fingerprints; all zero and empty without fingerprints. */
export function fingerprintColumns(
  fingerprints: SourceFingerprints | undefined,
  sources: number,
): StagedColumn[] {
  const numbers = (name: string, values: Float64Array | Uint32Array | undefined): StagedColumn => ({
    name,
    kind: 'double',
    values: values === undefined ? new Float64Array(sources) : Float64Array.from(values),
  });
  return [
    {
      name: 'raw_signature',
      kind: 'count',
      values: fingerprints ? positionsOf(fingerprints.signature) : new Uint32Array(sources),
    },
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

/** The raw signatures that they refer to. */
export function signatureLookup(fingerprints: SourceFingerprints | undefined): LookupTable {
  const signatures = fingerprints?.rawSignatures ?? [];
  const text = (name: string, value: (signature: RawSignature) => TextValue): StagedColumn => ({
    name,
    kind: 'text',
    at: (row) => (signatures[row] ? value(signatures[row]) : null),
  });
  const number = (name: string, value: (signature: RawSignature) => number | null): StagedColumn => ({
    name,
    kind: 'double',
    values: Float64Array.from(signatures.map((signature) => value(signature) ?? Number.NaN)),
  });
  return lookupTable('known_signatures', signatures.length, [
    text('os', ({ label }) => (label === null || label.osClass === null ? null : label.name)),
    text('os_class', ({ label }) => label?.osClass ?? null),
    text('tool', ({ label }) => (label?.osClass === null ? label.name : null)),
    text('os_match', ({ label }) => label?.quality ?? null),
    text('text', (signature) => signature.text),
    text('link', ({ link }) => link),
    number('distance', ({ distance }) => distance),
    number('mtu', ({ mtu }) => mtu),
  ]);
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
  SELECT ${sourceIdSql}, day, os, os_class, tool, os_match, "text" AS raw_signature, link,
    CAST(distance AS INTEGER) AS distance, CAST(mtu AS INTEGER) AS mtu,
    CAST(fingerprinted_syns AS BIGINT) AS syn_packets,
    ${counts.map((name) => `CAST(${name} AS BIGINT) AS ${name}`).join(', ')}
  FROM ${stagedTable} LEFT JOIN known_signatures ON raw_signature = position
  WHERE fingerprinted_syns + mirai_packets + masscan_packets + zmap_packets > 0`;
