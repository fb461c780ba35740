/** What really sent an attack source's packets. */
export interface TruthRow {
  readonly ip: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  /** The attack tool; `backscatter` when nothing attacked. */
  readonly tool: string;
  /** Its configuration: plan, choice of honeypot, length of a brute force, payload variant. */
  readonly variant: string;
  /** The ports sequence that the capture shows. */
  readonly sequence: string;
}

export const truthColumns = ['ip', 'day', 'tool', 'variant', 'sequence'] as const;

/** `ip@day`: the key of an attack source, as SourceId is written. */
export function truthKey(row: Pick<TruthRow, 'ip' | 'day'>): string {
  return `${row.ip}@${row.day}`;
}

export function isBackscatter(row: TruthRow): boolean {
  return row.tool === 'backscatter';
}
