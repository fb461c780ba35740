import type { AttackSources } from '../model/attack-sources.js';
import type { Environment } from '../model/environment.js';
import type { SourceFingerprints } from '../model/source-fingerprints.js';
import { utcDays } from '../model/utc-day.js';
import { type FoundStacks, ProbeCollector, type ProbePart } from '../native/probe-collector.js';
import { honeypotTargets } from '../sources/honeypot-targets.js';
import { describeSignatures } from './describe-signatures.js';
import { packSignatures } from './pack-signatures.js';
import { labelText, type SignatureDatabase } from './signature-database.js';

export interface FindFingerprintsInput {
  /** Of all captures that `sources` come from, in any order. */
  readonly parts: readonly ProbePart[];
  readonly sources: AttackSources;
  readonly environment: Environment;
  readonly database: SignatureDatabase;
}

/**
 * The TCP/IP stacks that attack sources showed. Packets of one address and day belong to one source in every source mode:
 * two sources of an address are a day or 25 hours apart.
 * @throws HoneysiftError ERR_ARGUMENT when parts and sources are not of the same captures
 */
export function findFingerprints({
  parts,
  sources,
  environment,
  database,
}: FindFingerprintsInput): SourceFingerprints {
  const { addresses, targetGroup } = honeypotTargets(
    environment,
    sources.platforms === undefined ? 'all' : 'platform',
  );
  const collector = new ProbeCollector(addresses);
  try {
    for (const part of parts) collector.addPart(part);
    const labels = labelNumbers(database);
    const found = collector.findStacks({
      packed: packSignatures(database.requests),
      labels,
      addresses: sources.address.subarray(0, 16 * sources.count),
      firstDay: sources.day.subarray(0, sources.count),
      lastDay: utcDays(sources.lastNs.subarray(0, sources.count)),
      group: sources.platform ?? new Uint16Array(sources.count),
      targetGroup,
    });
    return columnsOf(found, database);
  } finally {
    collector.release();
  }
}

function columnsOf(found: FoundStacks, database: SignatureDatabase): SourceFingerprints {
  const { syns, unreadSyns, signature, signatureSyns, signatures, labels, mirai, masscan, zmap } = found;
  return {
    database: database.facts,
    ...{ syns, unreadSyns, signature, signatureSyns, signatures, labels, mirai, masscan, zmap },
    rawSignatures: describeSignatures(found, database),
  };
}

/** Signatures of one label have one number. */
function labelNumbers({ requests }: SignatureDatabase): Int32Array {
  const names = [...new Set(requests.map(({ label }) => labelText(label)))];
  const numbers = new Map(names.map((name, i) => [name, i]));
  return Int32Array.from(requests, ({ label }) => numbers.get(labelText(label)) ?? 0);
}
