import { isAscii, isUtf8 } from 'node:buffer';

import type { AttackSources } from '../../model/attack-sources.js';
import { phraseBytes, phraseCount, type PhraseDictionary } from '../../model/phrase-dictionary.js';
import type { PhraseIds } from '../phrase-ids.js';
import { phrases } from '../schema/phrases.js';
import type { StagedColumn, TextValue } from '../staged-column.js';
import { partFile, stagedTable, type WriteUnit } from '../write-unit.js';

/** Bounds of one file of phrases: what is staged at a time is bounded, whatever the number of phrases. */
const maxPartBytes = 64 << 20;
const maxPartRows = 500_000;

const select = `
  SELECT phrase_id, phrase, CAST(strlen(phrase) AS BIGINT) AS bytes, CAST(sources AS BIGINT) AS sources
  FROM ${stagedTable}`;

/** The table phrases: consecutive stretches of the order by id, a file each. */
export function phraseUnits(sources: AttackSources, ids: PhraseIds): WriteUnit[] {
  const order = ids.order();
  const columns = phraseColumns(sources, ids, order);
  return splitParts(sources.phrases, order).map(([from, to], part) => ({
    columns,
    from,
    to,
    outputs: [{ table: phrases, select, files: [{ path: `phrases/${partFile(part)}` }] }],
  }));
}

function phraseColumns(sources: AttackSources, ids: PhraseIds, order: Uint32Array): StagedColumn[] {
  const senders = new Float64Array(phraseCount(sources.phrases));
  for (let row = 0; row < sources.count; row++) {
    const phrase = sources.phrase[row] ?? 0;
    senders[phrase] = (senders[phrase] ?? 0) + 1;
  }
  const plain = isAscii(sources.phrases.bytes);
  const bytesAt = (place: number): Uint8Array => phraseBytes(sources.phrases, order[place] ?? 0);
  return [
    { name: 'phrase_id', kind: 'text', at: (place) => ids.at(order[place] ?? 0) },
    { name: 'phrase', kind: 'text', at: plain ? bytesAt : (place) => validText(bytesAt(place)) },
    { name: 'sources', kind: 'double', values: Float64Array.from(order, (phrase) => senders[phrase] ?? 0) },
  ];
}

/** The engine trusts text to be UTF-8; a phrase that is not (none should be) is taken as Latin-1. */
function validText(bytes: Uint8Array): TextValue {
  return isUtf8(bytes) ? bytes : Buffer.from(bytes).toString('latin1');
}

function splitParts(dictionary: PhraseDictionary, order: Uint32Array): [number, number][] {
  const parts: [number, number][] = [];
  let from = 0;
  let bytes = 0;
  order.forEach((phrase, place) => {
    const size = (dictionary.offsets[phrase + 1] ?? 0) - (dictionary.offsets[phrase] ?? 0);
    if (place > from && (bytes + size > maxPartBytes || place - from >= maxPartRows)) {
      parts.push([from, place]);
      from = place;
      bytes = 0;
    }
    bytes += size;
  });
  parts.push([from, order.length]);
  return parts;
}
