import { DuckDBInstance } from '@duckdb/node-api';

import { stageRows } from './chunk-writer.js';
import type { LookupTable } from './lookup-table.js';
import { honeypotNames } from './rows/source-selects.js';
import { tableSchemas } from './schema.js';
import { sqlList } from './sql-text.js';
import type { StoreContent } from './store-content.js';
import type { StoreTable } from './store-manifest.js';
import type { StoreUnits } from './store-units.js';
import { TableTally, type OutputResult } from './table-tally.js';
import { throwIfAborted } from './throw-if-aborted.js';
import { writeUnit } from './unit-writer.js';

/** Units in the engine at a time: while one is sorted and compressed, the next is brought in. */
const laneCount = 2;

/** Writes the files of all units below `staging`; says what each table came to. */
export async function writeTables(
  { units, lookups }: StoreUnits,
  content: StoreContent,
  staging: string,
  signal: AbortSignal | undefined,
): Promise<Record<string, StoreTable>> {
  const tallies = new Map(tableSchemas.map(({ name }) => [name, new TableTally()]));
  const results = new InOrder<readonly OutputResult[]>((outputs) => {
    for (const output of outputs) tallies.get(output.table.name)?.add(output);
  });
  // One thread of the engine's own: rows and row groups then fall the same way on every machine.
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', temp_directory: '' });
  try {
    await createLookups(instance, lookups, content);
    const queue = units.entries();
    const stop = new AbortController();
    const lanes = Array.from({ length: laneCount }, () =>
      runLane(instance, queue, results, staging, signal, stop),
    );
    const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
    throwIfAborted(signal);
    if (failed !== undefined) throw failed.reason;
  } finally {
    instance.closeSync();
  }
  return Object.fromEntries([...tallies].map(([name, tally]) => [name, tally.finish()]));
}

/** Takes units off the queue until it is empty, one lane failed or the signal fires. */
async function runLane(
  instance: DuckDBInstance,
  queue: IterableIterator<[number, StoreUnits['units'][number]]>,
  results: InOrder<readonly OutputResult[]>,
  staging: string,
  signal: AbortSignal | undefined,
  stop: AbortController,
): Promise<void> {
  const connection = await instance.connect();
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    for (const [place, unit] of queue) {
      if (stop.signal.aborted) return;
      throwIfAborted(signal);
      results.add(place, await writeUnit(connection, unit, staging));
    }
  } catch (error) {
    stop.abort();
    throw error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    connection.closeSync();
  }
}

async function createLookups(
  instance: DuckDBInstance,
  lookups: readonly LookupTable[],
  { environment }: StoreContent,
): Promise<void> {
  const connection = await instance.connect();
  const names = sqlList(environment.honeypots.map(({ name }) => name));
  await connection.run(
    `CREATE TABLE ${honeypotNames} AS ` +
      `SELECT unnest(range(len(names))) AS position, unnest(names) AS name FROM (SELECT ${names}::VARCHAR[] AS names)`,
  );
  for (const { name, columns, rows } of lookups) await stageRows(connection, name, columns, 0, rows, false);
  connection.closeSync();
}

/** Hands items on in the order of their places, whatever order they come in. */
class InOrder<Item> {
  readonly #waiting = new Map<number, Item>();
  readonly #handle: (item: Item) => void;
  #next = 0;

  constructor(handle: (item: Item) => void) {
    this.#handle = handle;
  }

  add(place: number, item: Item): void {
    this.#waiting.set(place, item);
    for (
      let ready = this.#waiting.get(this.#next);
      ready !== undefined;
      ready = this.#waiting.get(this.#next)
    ) {
      this.#waiting.delete(this.#next++);
      this.#handle(ready);
    }
  }
}
