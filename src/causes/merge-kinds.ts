import { binarySimilarity, looksRandom, textSimilarity } from './entry-similarity.js';
import type { EntryKinds, KindAlignment } from './entry-kinds.js';
import type { EntryTable } from './entry-table.js';
import { digestBytes, type EntryUnits } from './entry-units.js';
import { isWordByte } from './rendered-bytes.js';
import { UnionFind } from './union-find.js';

/** An entry that no more sources than this sent does not recur; a kind most of whose entries do not holds random contents. */
const sourcesOfRandomEntry = 2;
/** Leaders compared per key: bounds the work, whatever the number of kinds. */
const leadersPerKey = 8;
const textThreshold = 0.4;
const binaryThreshold = 0.25;
const lengthThreshold = 0.6;
const leastVerb = 2;
/** So many kinds without anything in common but their looks are one kind of random contents. */
const sameLengthPool = 3;
const anyLengthPool = 8;

interface Node {
  readonly kind: number;
  readonly bytes: Uint8Array;
  readonly isBinary: boolean;
  /** Whether most of its entries do not recur. */
  readonly isRandom: boolean;
  readonly entries: number;
}

/**
 * Unites kinds that only chance holds apart: random contents break an entry at other places each time (a password with
 * punctuation, random bytes that happen to be letters). Kinds whose entries recur from source to source are left alone,
 * but for binary ones that differ in little besides their length: a brute force packs words of several lengths.
 */
export function mergeKinds(
  table: EntryTable,
  units: EntryUnits,
  kinds: EntryKinds,
  sourcesPerEntry: Uint32Array,
): EntryKinds {
  const nodes = listNodes(table, units, kinds, sourcesPerEntry);
  const sets = new UnionFind(kinds.count);
  const random = nodes.filter(({ isRandom }) => isRandom);
  const isPlaced = joinLeaders(random, resemble, sets);
  joinLeaders(
    nodes.filter(({ isBinary }) => isBinary),
    differInLength,
    sets,
  );
  poolRandom(
    random.filter((node) => !isPlaced.has(node.kind)),
    sets,
  );
  return renumber(table, kinds, sets);
}

function listNodes(
  table: EntryTable,
  units: EntryUnits,
  kinds: EntryKinds,
  sourcesPerEntry: Uint32Array,
): Node[] {
  const entries = new Uint32Array(kinds.count);
  const random = new Uint32Array(kinds.count);
  const first = new Int32Array(kinds.count).fill(-1);
  kinds.ofEntry.forEach((kind, entry) => {
    entries[kind] = (entries[kind] as number) + 1;
    if ((sourcesPerEntry[entry] as number) <= sourcesOfRandomEntry)
      random[kind] = (random[kind] as number) + 1;
    if (first[kind] === -1) first[kind] = entry;
  });
  const nodes: Node[] = [];
  for (let kind = 0; kind < kinds.count; kind++) {
    const entry = first[kind] as number;
    const bytes = table.bytes.subarray(table.offsets[entry], table.offsets[entry + 1]);
    if (bytes.length === 0) continue;
    nodes.push({
      kind,
      bytes,
      isBinary: units.isBinary[entry] === 1,
      isRandom: (random[kind] as number) * 2 >= (entries[kind] as number),
      entries: entries[kind] as number,
    });
  }
  return nodes.sort((a, b) => b.entries - a.entries || a.kind - b.kind);
}

/** Each node joins the first leader that resembles it, or becomes a leader. Returns the kinds that share a set. */
function joinLeaders(
  nodes: readonly Node[],
  isAlike: (one: Node, other: Node) => boolean,
  sets: UnionFind,
): Set<number> {
  const leaders = new Map<string, Node[]>();
  const placed = new Set<number>();
  for (const node of nodes) {
    const keys = keysOf(node);
    let joined = false;
    for (const key of keys) {
      const match = leaders.get(key)?.find((leader) => isAlike(leader, node));
      if (match === undefined) continue;
      sets.union(match.kind, node.kind);
      placed.add(match.kind).add(node.kind);
      joined = true;
      break;
    }
    if (joined) continue;
    for (const key of keys) {
      const list = leaders.get(key);
      if (list === undefined) leaders.set(key, [node]);
      else if (list.length < leadersPerKey) list.push(node);
    }
  }
  return placed;
}

function keysOf({ bytes, isBinary }: Node): string[] {
  const ends = Math.min(4, bytes.length);
  const keys = [
    `<${digestBytes(bytes, 0, ends)}`,
    `>${digestBytes(bytes, bytes.length - ends, bytes.length)}`,
  ];
  if (isBinary) keys.push(`=${bytes.length}`);
  return keys;
}

function resemble(one: Node, other: Node): boolean {
  if (one.isBinary && other.isBinary && binarySimilarity(one.bytes, other.bytes) >= binaryThreshold)
    return true;
  return textSimilarity(one.bytes, other.bytes) >= textThreshold || isOneVerb(one.bytes, other.bytes);
}

function differInLength(one: Node, other: Node): boolean {
  return one.bytes.length !== other.bytes.length && textSimilarity(one.bytes, other.bytes) >= lengthThreshold;
}

/** Whether both entries begin with the same word, and go on at random. */
function isOneVerb(one: Uint8Array, other: Uint8Array): boolean {
  let verb = 0;
  while (verb < one.length && one[verb] === other[verb] && isWordByte(one[verb] as number)) verb++;
  if (verb < leastVerb || one[verb] !== other[verb] || isWordByte(one[verb] ?? 0)) return false;
  return [one, other].every((bytes) => looksRandom(bytes.subarray(verb + 1), false));
}

/** Kinds without a partner that look random: pooled by length, and what is left by rough length. */
function poolRandom(nodes: readonly Node[], sets: UnionFind): void {
  const random = nodes.filter((node) => looksRandom(node.bytes, node.isBinary));
  const class_ = (node: Node): string => (node.isBinary ? 'b' : 't');
  const byLength = pooled(random, (node) => `${class_(node)}${node.bytes.length}`);
  const left: Node[] = [];
  for (const pool of byLength) {
    if (pool.length >= sameLengthPool) unite(pool, sets);
    else left.push(...pool);
  }
  for (const pool of pooled(left, (node) => `${class_(node)}${Math.floor(Math.log2(node.bytes.length))}`)) {
    if (pool.length >= anyLengthPool) unite(pool, sets);
  }
}

function pooled(nodes: readonly Node[], key: (node: Node) => string): Node[][] {
  const pools = new Map<string, Node[]>();
  for (const node of nodes) {
    const pool = pools.get(key(node));
    if (pool === undefined) pools.set(key(node), [node]);
    else pool.push(node);
  }
  return [...pools.values()];
}

function unite(pool: readonly Node[], sets: UnionFind): void {
  for (const node of pool) sets.union((pool[0] as Node).kind, node.kind);
}

function renumber(table: EntryTable, kinds: EntryKinds, sets: UnionFind): EntryKinds {
  const newKind = new Map<number, number>();
  const members: number[][] = [];
  for (let kind = 0; kind < kinds.count; kind++) {
    const root = sets.find(kind);
    if (!newKind.has(root)) {
      newKind.set(root, members.length);
      members.push([]);
    }
    (members[newKind.get(root) as number] as number[]).push(kind);
  }
  const ofEntry = kinds.ofEntry.map((kind) => newKind.get(sets.find(kind)) as number);
  const length = new Int32Array(members.length).fill(-1);
  const isEven = new Uint8Array(members.length).fill(1);
  ofEntry.forEach((kind, entry) => {
    const bytes = (table.offsets[entry + 1] as number) - (table.offsets[entry] as number);
    if (length[kind] === -1) length[kind] = bytes;
    else if (length[kind] !== bytes) isEven[kind] = 0;
  });
  const alignment = members.map((list, kind): KindAlignment => {
    if (list.length === 1) return kinds.alignment[list[0] as number] as KindAlignment;
    return isEven[kind] === 1 && list.every((old) => kinds.alignment[old] === 'bytes') ? 'bytes' : 'whole';
  });
  const hasVerb = Uint8Array.from(members, (list) => (list.every((old) => kinds.hasVerb[old] === 1) ? 1 : 0));
  return { count: members.length, ofEntry, alignment, hasVerb };
}
