/** Buffers below this size are cheaper to copy than to move, and may be slices of a pool that must not be detached. */
const smallestMoved = 128 * 1024;

/**
 * The array buffers inside a message that can be moved to another thread instead of copied: found through plain
 * objects, arrays and maps. Shared memory is never listed (it is not copied anyway).
 */
export function transferables(message: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (ArrayBuffer.isView(value)) visitBuffer(value.buffer);
    else if (value instanceof ArrayBuffer) visitBuffer(value);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (value instanceof Map) value.forEach(visit);
    else Object.values(value).forEach(visit);
  };
  const visitBuffer = (buffer: ArrayBufferLike): void => {
    if (buffer instanceof ArrayBuffer && buffer.byteLength >= smallestMoved) found.add(buffer);
  };
  visit(message);
  return [...found];
}
