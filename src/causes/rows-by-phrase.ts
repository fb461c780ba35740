/** Which rows sent each phrase. */
export interface RowsByPhrase {
  /** Local rows that sent phrase number `phrase`, ascending. */
  rows(phrase: number): Uint32Array;
  sources(phrase: number): number;
}

export function listRowsByPhrase(phraseOfRow: Uint32Array, phrases: number): RowsByPhrase {
  const offsets = new Uint32Array(phrases + 1);
  for (const phrase of phraseOfRow) offsets[phrase + 1] = (offsets[phrase + 1] as number) + 1;
  for (let phrase = 0; phrase < phrases; phrase++) {
    offsets[phrase + 1] = (offsets[phrase + 1] as number) + (offsets[phrase] as number);
  }
  const next = offsets.slice(0, phrases);
  const sorted = new Uint32Array(phraseOfRow.length);
  phraseOfRow.forEach((phrase, row) => {
    sorted[next[phrase] as number] = row;
    next[phrase] = (next[phrase] as number) + 1;
  });
  return {
    rows: (phrase) => sorted.subarray(offsets[phrase], offsets[phrase + 1]),
    sources: (phrase) => (offsets[phrase + 1] as number) - (offsets[phrase] as number),
  };
}
