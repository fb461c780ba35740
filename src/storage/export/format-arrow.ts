import {
  AsyncByteQueue,
  type Data,
  Field,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Schema,
  Struct,
} from 'apache-arrow';

import type { ExactStream } from '../store.js';
import { arrowData } from './arrow-data.js';
import { arrowType } from './arrow-types.js';

/** Rows of a record batch; the engine answers in batches of 2048, whose headers would be a burden. */
const batchRows = 16_384;

/** Keeps what a writer makes until it is taken, so that never more than a batch is held. */
class TakenQueue extends AsyncByteQueue {
  #pieces: Uint8Array[] = [];

  override write(piece: Uint8Array): void {
    if (piece.byteLength > 0) this.#pieces.push(piece.slice());
  }

  take(): Uint8Array[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }
}

/**
 * An answer in Arrow's IPC format, piece by piece: the file format (with its footer; what readers open at will) or the
 * stream format (for pipes).
 */
export async function* formatArrow(stream: ExactStream, form: 'file' | 'stream'): AsyncGenerator<Uint8Array> {
  const types = stream.types.map(arrowType);
  const schema = new Schema(types.map((type, index) => new Field(stream.columns[index] ?? '', type, true)));
  const sink = new TakenQueue();
  const writer = form === 'file' ? new RecordBatchFileWriter() : new RecordBatchStreamWriter();
  writer.reset(sink, schema);
  for await (const columns of joinBatches(stream.batches, types.length)) {
    const children: Data[] = types.map((type, index) => arrowData(type, columns[index] ?? []));
    const length = columns[0]?.length ?? 0;
    writer.write(
      new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children })),
    );
    yield* sink.take();
  }
  writer.finish();
  yield* sink.take();
}

async function* joinBatches<Value>(
  batches: AsyncIterable<readonly (readonly Value[])[]>,
  width: number,
): AsyncGenerator<readonly (readonly Value[])[]> {
  let columns: Value[][] = Array.from({ length: width }, () => []);
  for await (const batch of batches) {
    batch.forEach((values, index) => {
      for (const value of values) columns[index]?.push(value);
    });
    if ((columns[0]?.length ?? 0) < batchRows) continue;
    yield columns;
    columns = Array.from({ length: width }, () => []);
  }
  if ((columns[0]?.length ?? 0) > 0) yield columns;
}
