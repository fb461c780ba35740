import { move, transferableSymbol, valueSymbol } from 'piscina';

import { transferables } from './transferables.js';

/** Marks a result so that piscina moves its large buffers, however deep they lie, instead of copying them. */
export function moved<Result extends object>(result: Result): Result {
  const buffers = transferables(result);
  if (buffers.length === 0) return result;
  const wrapper = { [transferableSymbol]: buffers, [valueSymbol]: result };
  return move(wrapper) as unknown as Result;
}
