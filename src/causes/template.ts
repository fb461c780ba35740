import type { PhraseDictionary } from '../model/phrase-dictionary.js';
import type { TemplateField } from '../model/root-cause.js';
import { alignEntries, type AlignedEntries } from './align-entries.js';
import { alphabetOf, collectCharacters } from './alphabet.js';
import type { Contents } from './contents.js';
import { renderBytes } from './render-bytes.js';
import { isHexByte } from './rendered-bytes.js';

/** Examples given per variable field. */
const examplesGiven = 3;

/**
 * The phrases of one structure as one template: fixed texts and variable fields that, put together, spell each phrase.
 * What a repetition repeats is shown once; the repetitions themselves are fixed text where all phrases agree, else one
 * variable field. `phrases` are phrase numbers of one structure, ascending, at least one.
 */
export function buildTemplate(
  dictionary: PhraseDictionary,
  contents: Contents,
  phrases: readonly number[],
): TemplateField[] {
  const { table } = contents.tables;
  const pieces = new PieceList();
  const bounds = phrases.map((phrase) => entryBounds(dictionary, table.phraseIds[phrase] as number));
  const firsts = phrases.map((phrase) => (contents.folded[phrase] as { first: Uint32Array }).first);
  const positions = (firsts[0] as Uint32Array).length;
  for (let position = 0; position < positions; position++) {
    const entries = phrases.map(
      (phrase, index) =>
        table.sequence[
          (table.sequenceOffsets[phrase] as number) + ((firsts[index] as Uint32Array)[position] as number)
        ] as number,
    );
    addEntry(contents, entries, pieces);
    addGap(dictionary, bounds, firsts, position, pieces);
  }
  return pieces.finish();
}

function addEntry({ tables }: Contents, entries: readonly number[], pieces: PieceList): void {
  const distinct = [...new Set(entries)].sort((a, b) => a - b);
  const aligned = alignEntries(tables, distinct);
  const at = new Map(distinct.map((entry, index) => [entry, index]));
  const indices = entries.map((entry) => at.get(entry) as number);
  aligned.isVariable.forEach((isVariable, piece) => {
    const texts = distinct.map((_, index) => pieceText(tables.table.bytes, aligned, index, piece));
    if (isVariable) pieces.addVariable(indices.map((index) => texts[index] as string));
    else pieces.addFixed(texts[0] as string);
  });
}

function pieceText(bytes: Uint8Array, aligned: AlignedEntries, index: number, piece: number): string {
  const bounds = aligned.cuts[index] as Uint32Array;
  return renderBytes(
    bytes,
    bounds[piece] as number,
    bounds[piece + 1] as number,
    isInHexRun(bytes, aligned, index, piece),
    isInHexRun(bytes, aligned, index, piece + 1),
  );
}

/**
 * Whether the text before cut `cut` leaves a hex run open. Fixed pieces decide, so that their text is the same in every
 * phrase and a variable part inside a hex run keeps whole bytes: the variable piece closes or opens the run as needed.
 */
function isInHexRun(
  bytes: Uint8Array,
  { isVariable, cuts }: AlignedEntries,
  index: number,
  cut: number,
): boolean {
  const bounds = cuts[index] as Uint32Array;
  const at = bounds[cut] as number;
  if (at === bounds[0] || at === bounds[bounds.length - 1]) return false;
  const isFixedBehind = isVariable[cut] === false && bounds[cut + 1] !== at;
  return isHexByte(bytes[isFixedBehind ? at : at - 1] as number);
}

/** What stands between one kept entry and the next: the separator, and repetitions that were folded away. */
function addGap(
  dictionary: PhraseDictionary,
  bounds: readonly Float64Array[],
  firsts: readonly Uint32Array[],
  position: number,
  pieces: PieceList,
): void {
  const texts = bounds.map((bound, index) => {
    const first = firsts[index] as Uint32Array;
    const from = bound[2 * (first[position] as number) + 1] as number;
    const next = first[position + 1];
    const to = next === undefined ? (bound[bound.length - 1] as number) : (bound[2 * next] as number);
    return Buffer.from(dictionary.bytes.subarray(from, to)).toString('latin1');
  });
  if (texts.every((text) => text === texts[0])) pieces.addFixed(texts[0] as string);
  else pieces.addVariable(texts);
}

/** Start and end of each entry of a phrase in the dictionary's bytes. */
function entryBounds({ bytes, offsets }: PhraseDictionary, phraseId: number): Float64Array {
  const to = offsets[phraseId + 1] as number;
  let at = offsets[phraseId] as number;
  const bounds = [at];
  while (at < to) {
    if (bytes[at] === 0x7c && bytes[at + 1] === 0x7c && at + 1 < to) {
      bounds.push(at, at + 2);
      at += 2;
    } else at += bytes[at] === 0x5c ? 2 : 1;
  }
  bounds.push(to);
  return Float64Array.from(bounds);
}

/** Collects pieces left to right, joining neighbours of one sort. */
class PieceList {
  readonly #pieces: ({ text: string } | { values: string[] })[] = [];

  addFixed(text: string): void {
    const last = this.#pieces.at(-1);
    if (text === '') return;
    if (last !== undefined && 'text' in last) last.text += text;
    else this.#pieces.push({ text });
  }

  addVariable(values: string[]): void {
    const common = { head: values.every((value) => value.startsWith('>')), tail: false };
    let shown = values;
    if (common.head && this.#endsOpen()) {
      this.addFixed('>');
      shown = shown.map((value) => value.slice(1));
    }
    common.tail = shown.every((value) => value.endsWith('<') && !value.endsWith('\\<'));
    if (common.tail) shown = shown.map((value) => value.slice(0, -1));
    if (shown.some((value) => value !== '')) {
      const last = this.#pieces.at(-1);
      if (last !== undefined && 'values' in last) {
        last.values = last.values.map((value, index) => value + (shown[index] as string));
      } else this.#pieces.push({ values: shown });
    }
    if (common.tail) this.addFixed('<');
  }

  #endsOpen(): boolean {
    const last = this.#pieces.at(-1);
    return last !== undefined && 'text' in last && last.text.lastIndexOf('<') > last.text.lastIndexOf('>');
  }

  finish(): TemplateField[] {
    return this.#pieces.map((piece): TemplateField => {
      if ('text' in piece) return { kind: 'fixed', text: piece.text };
      return describeValues(piece.values);
    });
  }
}

function describeValues(values: readonly string[]): TemplateField {
  const distinct = [...new Set(values)].sort();
  const characters = new Set<string>();
  let minLength = Infinity;
  let maxLength = 0;
  for (const value of distinct) {
    collectCharacters(value, characters);
    minLength = Math.min(minLength, value.length);
    maxLength = Math.max(maxLength, value.length);
  }
  return {
    kind: 'variable',
    alphabet: alphabetOf(characters),
    minLength,
    maxLength,
    values: distinct.length,
    examples: spread(distinct),
  };
}

/** First, middle and last: examples that show the range. */
function spread(sorted: readonly string[]): string[] {
  if (sorted.length <= examplesGiven) return [...sorted];
  return [0, 0.5, 1].map((share) =>
    (sorted[Math.floor(share * (sorted.length - 1))] as string).slice(0, exampleBound),
  );
}

const exampleBound = 256;
