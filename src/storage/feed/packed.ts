import { Packr } from 'msgpackr';

const packr = new Packr({ structuredClone: true, moreTypes: true, useRecords: false });

/** Plain data with typed arrays and bigints as bytes (MessagePack with extensions); the inverse of `unpacked`. */
export function packed(value: unknown): Uint8Array {
  return packr.pack(value);
}

/** @throws when the bytes are none that `packed` made. */
export function unpacked(bytes: Uint8Array): unknown {
  return packr.unpack(bytes);
}
