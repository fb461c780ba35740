import { transferables } from './transferables.js';

/**
 * Marks a result so that piscina moves its large buffers, however deep they lie, instead of copying them. Piscina itself is
 * loaded for that alone: most results are small, and a worker that never loads it is ready sooner.
 */
export async function moved<Result extends object>(result: Result): Promise<Result> {
  const buffers = transferables(result);
  if (buffers.length === 0) return result;
  const piscina = await import('piscina');
  const wrapper = { [piscina.transferableSymbol]: buffers, [piscina.valueSymbol]: result };
  return piscina.move(wrapper) as unknown as Result;
}
