import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { invalidArgument } from '../../../errors.js';
import { openStore, type OpenStoreOptions } from '../../open-store.js';
import { sqlList } from '../../sql-text.js';
import type { Store } from '../../store.js';
import { writeWholeFile } from '../whole-file.js';
import { producer, type RootCauseFacts, rootCauseObjects, type StixObject } from './root-cause-objects.js';
import { objectId } from './stix-id.js';

export interface ExportStixOptions extends OpenStoreOptions {
  /** Ids; default: all root causes of the store. */
  readonly rootCauses?: readonly string[] | undefined;
  /** A path, or what takes the bytes (which is not ended). */
  readonly out: string | NodeJS.WritableStream;
  /** Whether a file that exists may be replaced. Default false. */
  readonly force?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes root causes of the store in the folder `dir` as a bundle of STIX 2.1 (OASIS Standard, 10 June 2021). The same
 * store gives the same bytes.
 * @throws HoneysiftError as exportRows; ERR_ARGUMENT also for root causes that the store does not hold.
 */
export async function exportStix(dir: string, options: ExportStixOptions): Promise<void> {
  const { rootCauses, out, force, signal } = options;
  const store = await openStore(dir, options);
  try {
    const ids = await existing(store, rootCauses, signal);
    const pieces = (): Readable => Readable.from(bundle(store, ids, signal));
    await (typeof out === 'string'
      ? writeWholeFile(out, { force }, (path) => pipeline(pieces(), createWriteStream(path)))
      : pipeline(pieces(), out, { end: false }));
  } finally {
    await store.close();
  }
}

async function existing(
  store: Store,
  wanted: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const { rows } = await store.query('SELECT root_cause_id FROM root_causes ORDER BY ALL', { signal });
  const known = rows.map(([id]) => id as string);
  if (wanted === undefined) return known;
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw invalidArgument('root cause', `an id of the table root_causes of ${store.directory}`, unknown);
  }
  return known.filter((id) => wanted.includes(id));
}

async function* bundle(
  store: Store,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const id = objectId('bundle', `${store.manifest.tables['root_causes']?.digest ?? ''} ${ids.join(' ')}`);
  yield `{"type":"bundle","id":"${id}","objects":[\n${JSON.stringify(producer)}`;
  // An address may stand in many root causes; it is one object.
  const written = new Set<string>();
  for await (const cause of readFacts(store, ids, signal)) {
    const fresh = rootCauseObjects(cause).filter((object: StixObject) => !written.has(object.id));
    for (const object of fresh) written.add(object.id);
    yield fresh.map((object) => `,\n${JSON.stringify(object)}`).join('');
  }
  yield '\n]}\n';
}

async function* readFacts(
  store: Store,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<RootCauseFacts> {
  const { batches } = await store.stream(
    `SELECT c.root_cause_id, c.ports_sequence, c.template, c.tool, c.reason, c.mean_distance,
       s.sources, s.packets, s.first_seen, s.last_seen, s.ips
     FROM root_causes c JOIN (
       SELECT root_cause_id, count(*) AS sources, sum(packets)::BIGINT AS packets, min(first_seen) AS first_seen,
         max(last_seen) AS last_seen, list_sort(list(DISTINCT ip)) AS ips
       FROM attack_sources WHERE root_cause_id IN (SELECT unnest(${sqlList(ids)}::VARCHAR[])) GROUP BY ALL
     ) s USING (root_cause_id) ORDER BY c.root_cause_id`,
    { signal },
  );
  for await (const batch of batches) {
    for (const row of batch) {
      yield {
        id: row[0] as string,
        portsSequence: row[1] as string,
        template: row[2] as string,
        tool: row[3] as string | null,
        reason: row[4] as string,
        meanDistance: row[5] as number | null,
        sources: row[6] as number,
        packets: row[7] as number,
        firstSeen: row[8] as string,
        lastSeen: row[9] as string,
        addresses: row[10] as string[],
      };
    }
  }
}
