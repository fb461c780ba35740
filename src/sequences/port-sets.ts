import type { AttackSources } from '../model/attack-sources.js';

/** Ports in order of first packet, or regardless of it. */
export type SequenceKind = 'ordered' | 'set';

/**
 * The attack sources with their ports sequences read as sets: ports ascend by protocol number, then port (`I,80,445,53U`),
 * so that sequences that differ in order alone become one.
 */
export function withPortSets(sources: AttackSources): AttackSources {
  const sets = sources.sequences.map((sequence) =>
    sequence === '' ? '' : sequence.split(',').sort(comparePorts).join(','),
  );
  const distinct = [...new Set(sets)].sort();
  const placeOf = new Map(distinct.map((set, place) => [set, place]));
  const places = sets.map((set) => placeOf.get(set) ?? 0);
  return {
    ...sources,
    sequences: distinct,
    sequence: sources.sequence.map((sequence) => places[sequence] ?? 0),
  };
}

function comparePorts(a: string, b: string): number {
  const [protocolA, portA] = portNumbers(a);
  const [protocolB, portB] = portNumbers(b);
  return protocolA - protocolB || portA - portB;
}

/** IP protocol and port of `445`, `1434U`, `I`, `P47`. */
function portNumbers(port: string): readonly [number, number] {
  if (port === 'I') return [1, 0];
  if (port.startsWith('P')) return [Number(port.slice(1)), 0];
  return port.endsWith('U') ? [17, Number(port.slice(0, -1))] : [6, Number(port)];
}
