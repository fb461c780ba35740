/** Most TCP options that p0f looks at. */
export const mostTcpOptions = 24;

/** Names of quirks; quirk `i` is bit `1 << i`. In the order in which p0f writes them. */
export const quirkNames = [
  'df',
  'id+',
  'id-',
  'ecn',
  '0+',
  'flow',
  'seq-',
  'ack+',
  'ack-',
  'uptr+',
  'urgf+',
  'pushf+',
  'ts1-',
  'ts2+',
  'opt+',
  'exws',
  'bad',
] as const;
export type QuirkName = (typeof quirkNames)[number];

/** Names of TCP options, by kind; others are `?kind`. */
export const optionNames: ReadonlyMap<number, string> = new Map([
  [0, 'eol'],
  [1, 'nop'],
  [2, 'mss'],
  [3, 'ws'],
  [4, 'sok'],
  [5, 'sack'],
  [8, 'ts'],
]);

/** A value, any value, a multiple of a number, or so many segment sizes or MTUs. */
export type WindowRule =
  { readonly rule: 'any' } | { readonly rule: 'value' | 'modulus' | 'mss' | 'mtu'; readonly value: number };

/** A `sig` line of [tcp:request] or [tcp:response]; null is `*`. */
export interface StackSignature {
  readonly version: 4 | 6 | null;
  /** Initial TTL; with `anyTtl` the greatest of those that a tool draws at random. */
  readonly ttl: number;
  readonly anyTtl: boolean;
  /** Length of IP options, bytes. */
  readonly ipOptions: number;
  readonly mss: number | null;
  readonly window: WindowRule;
  readonly windowScale: number | null;
  /** Kinds, in order. */
  readonly options: readonly number[];
  /** Bytes behind the end of options; 0 without one. */
  readonly eolPadding: number;
  readonly quirks: ReadonlySet<QuirkName>;
  readonly payload: boolean | null;
}
