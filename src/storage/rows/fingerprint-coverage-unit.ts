import type { RawSignature, SourceFingerprints } from '../../model/source-fingerprints.js';
import { fingerprintCoverage } from '../schema/fingerprint-coverage.js';
import type { TimeUnit } from '../schema/table-schema.js';
import type { WriteUnit } from '../write-unit.js';
import { recordUnit } from './record-unit.js';

/** The table fingerprint_coverage; without fingerprints it has no row. */
export function fingerprintCoverageUnit(
  fingerprints: SourceFingerprints | undefined,
  unit: TimeUnit,
): WriteUnit {
  if (!fingerprints) return recordUnit(fingerprintCoverage, [], unit);
  const { database, syns, signature, mirai, masscan, zmap, rawSignatures } = fingerprints;
  const count = (holds: (row: number) => boolean): number =>
    syns.reduce((sum, _, row) => sum + Number(holds(row)), 0);
  const countSignatures = (holds: (one: RawSignature) => boolean): number =>
    count((row) => {
      const one = rawSignatures[signature[row] ?? -1];
      return one !== undefined && holds(one);
    });
  const record = {
    database: database.name,
    digest: database.digest,
    database_signatures: database.signatures,
    database_links: database.links,
    sources: syns.length,
    with_syn: count((row) => (syns[row] ?? 0) > 0),
    with_signature: countSignatures(() => true),
    with_os: countSignatures(({ label }) => label !== null && label.osClass !== null),
    with_exact_os: countSignatures(
      ({ label }) => typeof label?.osClass === 'string' && label.quality === 'exact',
    ),
    with_tool: countSignatures(({ label }) => label?.osClass === null),
    with_mark: count((row) => (mirai[row] ?? 0) + (masscan[row] ?? 0) + (zmap[row] ?? 0) > 0),
  };
  return recordUnit(fingerprintCoverage, [record], unit);
}
