import type { CauseTask, TaskGroup } from './cause-task.js';
import { refineLocally } from './refine-locally.js';
import { listRowsByPhrase, type RowsByPhrase } from './rows-by-phrase.js';
import { tabulateEntries } from './entry-table.js';
import { cutIntoUnits } from './entry-units.js';
import { sortIntoKinds } from './entry-kinds.js';
import { foldRepeats, type FoldedPhrase } from './fold-repeats.js';
import { columnsOf, type ContentTables, type EntriesAt, type PhraseColumns } from './phrase-columns.js';
import { splitContents, type ContentChoice, type ContentLeaf } from './split-contents.js';

/** What the phrases of a task say, whatever the counts. Phrase numbers are positions in `tables.table.phraseIds`. */
export interface Contents {
  readonly tables: ContentTables;
  /** Phrase number of each local row. */
  readonly phraseOfRow: Uint32Array;
  readonly folded: readonly FoldedPhrase[];
  /** Content of each phrase, position in `contents`. */
  readonly contentOfPhrase: Uint32Array;
  readonly contents: readonly Content[];
}

/** Phrases of one structure and one configuration. */
export interface Content {
  readonly phrases: readonly number[];
  /** Structure: contents with equal numbers have entries of equal kinds. */
  readonly structure: number;
  readonly choices: readonly Choice[];
}

/** A decision that set a content apart: which piece of the phrase holds which value. */
export interface Choice {
  readonly position: number;
  readonly offset: number;
  readonly isConfigured: boolean;
}

/** What the phrases of a task say, before the groups of rows are looked at one by one. */
export interface ReadPhrases extends Pick<Contents, 'tables' | 'phraseOfRow' | 'folded'> {
  readonly structures: readonly Structure[];
  readonly rowsByPhrase: RowsByPhrase;
}

/** Phrases whose entries are of equal kinds, and the parts into which they split over all rows. */
interface Structure {
  readonly phrases: readonly number[];
  readonly columns: PhraseColumns;
  readonly leaves: readonly ContentLeaf[];
}

export function readPhrases(task: CauseTask): ReadPhrases {
  const phraseIds = Uint32Array.from(new Set(task.phrase)).sort();
  const numberOf = new Map(Array.from(phraseIds, (id, index) => [id, index]));
  const phraseOfRow = task.phrase.map((id) => numberOf.get(id) as number);
  const table = tabulateEntries(task.phrases, phraseIds);
  const units = cutIntoUnits(table);
  const rowsByPhrase = listRowsByPhrase(phraseOfRow, phraseIds.length);
  const sourcesPerPhrase = Float64Array.from(phraseIds, (_, phrase) => rowsByPhrase.sources(phrase));
  const kinds = sortIntoKinds(
    table,
    units,
    countSources(table.sequence, table.sequenceOffsets, sourcesPerPhrase, table.count),
  );
  const tables = { table, units, kinds };
  const isCut = new Uint8Array(phraseIds.length);
  phraseOfRow.forEach((phrase, row) => {
    if (task.phraseCut[row] === 1) isCut[phrase] = 1;
  });
  const folded = foldAll(tables, isCut);
  const structures = groupByStructure(tables, folded).map((phrases): Structure => {
    if (phrases.length === 1) return { phrases, columns: noColumns, leaves: [{ phrases: [0], path: [] }] };
    const columns = columnsOf(tables, entriesOf(tables, folded, phrases));
    const weights = Float64Array.from(phrases, (phrase) => rowsByPhrase.sources(phrase));
    return { phrases, columns, leaves: splitContents(columns, weights) };
  });
  return { tables, phraseOfRow, folded, structures, rowsByPhrase };
}

const noColumns: PhraseColumns = { fixedBytes: 0, columns: [] };

/** The contents of phrases that were sent by these groups of rows. */
export function splitIntoContents(read: ReadPhrases, groups: readonly TaskGroup[]): Contents {
  const { tables, phraseOfRow, folded, structures, rowsByPhrase } = read;
  const groupOfRow = new Uint32Array(phraseOfRow.length);
  groups.forEach(({ rows }, group) => rows.forEach((row) => (groupOfRow[row] = group)));
  const contents: Content[] = [];
  const contentOfPhrase = new Uint32Array(tables.table.phraseIds.length);
  structures.forEach(({ phrases, columns, leaves }, structure) => {
    for (const leaf of refineLocally(columns, leaves, phrases, rowsByPhrase, groupOfRow)) {
      const own = leaf.phrases.map((index) => phrases[index] as number);
      for (const phrase of own) contentOfPhrase[phrase] = contents.length;
      const choices = leaf.path.map((choice) => choiceOf(columns, choice));
      contents.push({ phrases: own, structure, choices });
    }
  });
  return { tables, phraseOfRow, folded, contentOfPhrase, contents };
}

/** Sources per entry: each source counts once, however often it sent the entry. */
function countSources(
  sequence: Uint32Array,
  sequenceOffsets: Uint32Array,
  sourcesPerPhrase: Float64Array,
  entries: number,
): Uint32Array {
  const sources = new Uint32Array(entries);
  const seenIn = new Int32Array(entries).fill(-1);
  sourcesPerPhrase.forEach((weight, phrase) => {
    for (let at = sequenceOffsets[phrase] as number; at < (sequenceOffsets[phrase + 1] as number); at++) {
      const entry = sequence[at] as number;
      if (seenIn[entry] === phrase) continue;
      seenIn[entry] = phrase;
      sources[entry] = (sources[entry] as number) + weight;
    }
  });
  return sources;
}

function foldAll({ table, kinds }: ContentTables, isCut: Uint8Array): FoldedPhrase[] {
  return Array.from(table.phraseIds, (_, phrase) => {
    const from = table.sequenceOffsets[phrase] as number;
    let to = table.sequenceOffsets[phrase + 1] as number;
    if (isCut[phrase] === 1 && to - from > 1) to--;
    const entries = table.sequence.subarray(from, to);
    return foldRepeats(
      entries.map((entry) => kinds.ofEntry[entry] as number),
      entries,
      kinds.hasVerb,
    );
  });
}

function groupByStructure({ table, kinds }: ContentTables, folded: readonly FoldedPhrase[]): number[][] {
  const groups = new Map<string, number[]>();
  folded.forEach(({ first }, phrase) => {
    const from = table.sequenceOffsets[phrase] as number;
    const key = first.map((at) => kinds.ofEntry[table.sequence[from + at] as number] as number).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [phrase]);
    else group.push(phrase);
  });
  return [...groups.values()];
}

/** A repeated position is compared the second time where this share of the phrases repeats it. */
const repeatedShare = 0.5;

function entriesOf(
  { table }: ContentTables,
  folded: readonly FoldedPhrase[],
  phrases: readonly number[],
): EntriesAt[] {
  const positions = (folded[phrases[0] as number] as FoldedPhrase).first.length;
  return Array.from({ length: positions }, (_, position) => {
    const first = new Int32Array(phrases.length);
    const second = new Int32Array(phrases.length).fill(-1);
    let repeated = 0;
    phrases.forEach((phrase, index) => {
      const fold = folded[phrase] as FoldedPhrase;
      const from = table.sequenceOffsets[phrase] as number;
      const again = fold.second[position] as number;
      first[index] = table.sequence[from + (fold.first[position] as number)] as number;
      if (again < 0) return;
      second[index] = table.sequence[from + again] as number;
      repeated++;
    });
    return { first, second: repeated > repeatedShare * phrases.length ? second : null };
  });
}

function choiceOf(group: PhraseColumns, { column, value }: ContentChoice): Choice {
  const { position, offset } = group.columns[column] as { position: number; offset: number };
  return { position, offset, isConfigured: value >= 0 };
}

/** Whether the phrases of a content hold no payload at all. */
export function isEmptyContent({ contents, tables: { table } }: Contents, content: number): boolean {
  const phrase = contents[content]?.phrases[0] ?? 0;
  for (
    let at = table.sequenceOffsets[phrase] as number;
    at < (table.sequenceOffsets[phrase + 1] as number);
    at++
  ) {
    const entry = table.sequence[at] as number;
    if (table.offsets[entry + 1] !== table.offsets[entry]) return false;
  }
  return true;
}
