type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array | BigInt64Array;

const alignment = 8;

/** The same table with its typed arrays over one block of shared memory: it goes to another thread without a copy. */
export function sharedColumns<Table extends object>(table: Table): Table {
  const columns = Object.entries(table).filter((entry): entry is [string, Column] =>
    ArrayBuffer.isView(entry[1]),
  );
  const memory = new SharedArrayBuffer(
    columns.reduce((sum, [, { byteLength }]) => sum + aligned(byteLength), 0),
  );
  let at = 0;
  const shared = columns.map(([name, column]) => {
    const bytes = new Uint8Array(memory, at, column.byteLength);
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    const view = new (column.constructor as ColumnOver)(memory, at, column.length);
    at += aligned(column.byteLength);
    return [name, view] as const;
  });
  return { ...table, ...Object.fromEntries(shared) };
}

type ColumnOver = new (memory: SharedArrayBuffer, byteOffset: number, length: number) => Column;

function aligned(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}
