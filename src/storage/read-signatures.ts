import type { SentSignatures } from '../model/source-fingerprints.js';
import type { QueryOptions, Store } from './store.js';
import { cellText } from './value-text.js';

/**
 * The raw signatures of attack sources, in the order of `sourceIds`.
 * @throws HoneysiftError ERR_STORE, ERR_QUERY, ERR_CANCELLED
 */
export async function readSignatures(
  store: Store,
  sourceIds: readonly string[],
  options: QueryOptions,
): Promise<SentSignatures> {
  if (sourceIds.length === 0) return { signature: new Int32Array(), texts: [] };
  const { rows } = await store.query(
    'SELECT source_id, raw_signature FROM fingerprints WHERE raw_signature IS NOT NULL',
    options,
  );
  const textOf = new Map(rows.map(([id = '', text = '']) => [cellText(id), cellText(text)]));
  const texts = [...new Set(textOf.values())].sort();
  const placeOf = new Map(texts.map((text, place) => [text, place]));
  return {
    signature: Int32Array.from(sourceIds, (id) => placeOf.get(textOf.get(id) ?? '') ?? -1),
    texts,
  };
}
