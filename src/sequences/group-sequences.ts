import { type AttackSources } from '../model/attack-sources.js';

/** One ports sequence and the attack sources that show it. Backscatter is left out. */
export interface PortsSequence {
  /** `80,8080`; empty when every packet of its sources answers the honeypots. */
  readonly portsSequence: string;
  /** Rows of AttackSources, ascending. */
  readonly rows: Uint32Array;
  /**
   * The rows that count as events, ascending: of the sources of one flood, the first stands for all. Equal to `rows`
   * where there is no flood.
   */
  readonly eventRows: Uint32Array;
  /** Ports in order of first packet, as written: `80`, `1434U`, `I`, `P47`; each occurs once. */
  readonly ports: readonly string[];
  /** Days since 1970-01-01 UTC. */
  readonly firstDay: number;
  readonly lastDay: number;
}

/** The ports sequences of attack sources, sorted as strings; those shown by backscatter alone are absent. */
export function groupSequences(sources: AttackSources): PortsSequence[] {
  const rowsOf = sources.sequences.map((): number[] => []);
  for (let row = 0; row < sources.count; row += 1) {
    if (sources.backscatter[row] === 0) rowsOf[sources.sequence[row] ?? 0]?.push(row);
  }
  return sources.sequences.flatMap((portsSequence, sequence) => {
    const rows = rowsOf[sequence] ?? [];
    return rows.length === 0 ? [] : [describeSequence(sources, portsSequence, rows)];
  });
}

function describeSequence(
  sources: AttackSources,
  portsSequence: string,
  rows: readonly number[],
): PortsSequence {
  const days = rows.map((row) => sources.day[row] ?? 0);
  const floods = new Set<number>();
  const isEvent = (row: number): boolean => {
    const flood = sources.flood[row] ?? -1;
    if (flood < 0) return true;
    const isFirst = !floods.has(flood);
    floods.add(flood);
    return isFirst;
  };
  return {
    portsSequence,
    rows: Uint32Array.from(rows),
    eventRows: Uint32Array.from(rows.filter(isEvent)),
    ports: portsSequence === '' ? [] : portsSequence.split(','),
    firstDay: days[0] ?? 0,
    lastDay: days.at(-1) ?? 0,
  };
}
