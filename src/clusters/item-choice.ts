import { invalidArgument } from '../errors.js';
import { cutColumn } from './cut-column.js';
import { type ItemAttribute, packetsAttribute, packetSums, targetsAttribute } from './item-columns.js';

/**
 * What the items of an attack source are made of: T and N as numbers, n the packets per honeypot, and what is generalised
 * by the hierarchy of README.md: N~ (large N), duration, gap.
 */
export const itemNames = ['T', 'N', 'N~', 'duration', 'gap', 'n'] as const;
export type ItemName = (typeof itemNames)[number];

/** Those of the report. */
export const defaultItems: readonly ItemName[] = ['T', 'N', 'n'];

/** N below this stays as it is: three SYNs are not four. */
const smallCount = 10;
const nanoseconds = 1e9;

const attributes: Readonly<Record<Exclude<ItemName, 'n'>, ItemAttribute>> = {
  T: targetsAttribute,
  N: packetsAttribute,
  'N~': (sources, rows, counts) =>
    cutColumn({ name: 'N~', values: packetSums(sources, rows, counts), unit: 1, exactBelow: smallCount }),
  duration: ({ firstNs, lastNs }, rows) =>
    cutColumn({ name: 'duration', values: durations(firstNs, lastNs, rows), unit: nanoseconds }),
  gap: (sources, rows, counts) => {
    const packets = packetSums(sources, rows, counts);
    const values = durations(sources.firstNs, sources.lastNs, rows).map((duration, position) =>
      (packets[position] ?? 0) > 1 ? duration / ((packets[position] ?? 0) - 1) : Number.NaN,
    );
    return cutColumn({ name: 'gap', values, unit: nanoseconds });
  },
};

/** What the choice means for `mineClustersStage`. */
export interface ItemChoice {
  /** In canonical order, whatever the order of the names. */
  readonly attributes: readonly ItemAttribute[];
  readonly withHoneypots: boolean;
}

/**
 * @throws HoneysiftError ERR_ARGUMENT for an unknown name, none at all, or `n` without T or N: a source that targets one
 * honeypot would then have a part of the items of one that targets two
 */
export function itemChoice(names: readonly ItemName[] = defaultItems): ItemChoice {
  const unknown = names.find((name) => !itemNames.includes(name));
  if (names.length === 0 || unknown !== undefined) {
    throw invalidArgument('items', `some of ${itemNames.join(', ')}`, unknown ?? 'none');
  }
  const withHoneypots = names.includes('n');
  if (withHoneypots && !names.includes('T') && !names.includes('N')) {
    throw invalidArgument('items', 'T or N beside n', names.join(','));
  }
  const chosen = itemNames.filter((name) => name !== 'n' && names.includes(name));
  return { attributes: chosen.map((name) => attributes[name as Exclude<ItemName, 'n'>]), withHoneypots };
}

function durations(first: BigInt64Array, last: BigInt64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => Number((last[row] ?? 0n) - (first[row] ?? 0n)));
}
