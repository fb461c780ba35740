import type { IngestResult } from '../operations/ingest/ingest.js';
import type { CaptureFacts } from '../model/capture.js';
import { isoInstant } from '../storage/iso-instant.js';

/** What `honeysift ingest --json` prints. */
export function ingestRecord(result: IngestResult): Record<string, unknown> {
  const { manifest, environment, ingested, damaged, readAgain, ...rest } = result;
  return {
    ...rest,
    ingested: ingested.map(factsRecord),
    damaged: damaged.map(({ path }) => path),
    read_again: readAgain,
    honeypots: environment.honeypots.map(({ name }) => name),
    inferred: environment.inferred,
    rows: Object.fromEntries(Object.entries(manifest.tables).map(([name, { rows }]) => [name, rows])),
    digests: Object.fromEntries(Object.entries(manifest.tables).map(([name, { digest }]) => [name, digest])),
  };
}

function factsRecord({ firstNs, lastNs, ...facts }: CaptureFacts): Record<string, unknown> {
  return {
    path: facts.path,
    digest: facts.digest,
    content_digest: facts.contentDigest,
    format: facts.format,
    packets: facts.packets,
    bytes: facts.bytes,
    first: firstNs === null ? null : isoInstant(firstNs, 9),
    last: lastNs === null ? null : isoInstant(lastNs, 9),
    anomalies: facts.anomalies,
    losses: facts.losses,
  };
}
