/** Where bytes come from; read one call at a time. */
export interface ByteSource {
  /** Fills `into` from its start; resolves to the number of bytes, 0 at the end. */
  read(into: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** The source with `first` put back in front of it. */
export function prepend(first: Uint8Array, rest: ByteSource): ByteSource {
  let left = first;
  return {
    async read(into) {
      if (left.length === 0) return rest.read(into);
      const piece = left.subarray(0, into.length);
      into.set(piece);
      left = left.subarray(piece.length);
      return piece.length;
    },
    close: () => rest.close(),
  };
}

/** Up to `length` bytes; fewer only at the end of the source. */
export async function readFully(source: ByteSource, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = await source.read(bytes.subarray(filled));
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

/** Reads to the end of the source, past bytes that nobody wants; the result says whether any of them was not 0. */
export async function drain(source: ByteSource): Promise<boolean> {
  const bytes = new Uint8Array(64 * 1024);
  let isSomething = false;
  for (;;) {
    const count = await source.read(bytes);
    if (count === 0) return isSomething;
    isSomething ||= bytes.subarray(0, count).some((byte) => byte !== 0);
  }
}
