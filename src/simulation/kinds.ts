import type { Honeypot } from '../model/environment.js';
import type { Target } from './attacker.js';
import { reportHoneypots } from './honeypots.js';
import { drawnPopulation, type DrawnPopulation } from './drawn-population.js';
import { reportPorts } from './port-pool.js';
import { reportPopulation, type Population } from './population.js';
import type { ToolDraw } from './random-tools.js';
import { Rng } from './rng.js';

const anyTool: ToolDraw = {
  ports: reportPorts,
  openPorts: [],
  openShare: 0.6,
  portCounts: [50, 25, 15, 7, 3],
  honeypotCounts: [65, 15, 20],
  bruteShare: 0.15,
  bruteLengths: [8, 60],
  shuffleShare: 0.15,
  variantCounts: [60, 28, 12],
  pickShare: 0.12,
};

const anyKinship = { twins: 0.15, neighbours: 0.25 };

const random: DrawnPopulation = { draw: anyTool, tools: 60, steepness: 1, head: 5, ...anyKinship };

/** What each kind of made-up population is; `report` is another thing. */
const drawnKinds = {
  /** A bit of everything. */
  random,
  /** Few tools send nearly everything. */
  'few-big': { ...random, tools: 40, steepness: 1.7, head: 1 },
  /** Many tools of some dozen sources each. */
  'many-small': { ...random, tools: 250, head: 100 },
  /** All on one port, many with equal counts, told apart by what they say. */
  'one-port': {
    ...random,
    draw: { ...anyTool, sequence: [21], variantCounts: [80, 20], bruteShare: 0.05 },
    tools: 30,
    twins: 0.5,
    neighbours: 0.5,
  },
  /** Nothing is open: counts are all there is. */
  silent: { ...random, draw: { ...anyTool, openShare: 0, bruteShare: 0 }, tools: 80, neighbours: 0.3 },
  /** Brute forces of varying length. */
  brute: { ...random, draw: { ...anyTool, bruteShare: 0.8, openShare: 1 }, tools: 30 },
  /** Every payload with random fields, short and long. */
  fields: { ...random, draw: { ...anyTool, fieldShare: 1, openShare: 1, bruteShare: 0.05 }, tools: 40 },
  /** Two or three configurations of every tool; most differ in one payload. */
  variants: { ...random, draw: { ...anyTool, variantCounts: [0, 60, 40], openShare: 1 }, tools: 30 },
  /** UDP and ICMP. */
  datagrams: { ...random, draw: { ...anyTool, udpShare: 0.6, pingShare: 0.4, bruteShare: 0 } },
  /** Scanners that draw the order of their ports. */
  shufflers: {
    ...random,
    draw: { ...anyTool, shuffleShare: 1, portCounts: [0, 0, 50, 30, 20], bruteShare: 0 },
  },
  /** Each source picks its honeypot. */
  picks: { ...random, draw: { ...anyTool, pickShare: 0.7 } },
  /** Tools that show the systems of the machines they run on, many of them known by nothing else. */
  machines: {
    ...random,
    draw: { ...anyTool, runsAnywhere: true, openShare: 0.3, pickShare: 0.3 },
    neighbours: 0.4,
  },
  /** Nine honeypots instead of three. */
  farm: random,
} as const satisfies Readonly<Record<string, DrawnPopulation>>;

type DrawnKind = keyof typeof drawnKinds;

/** `wild` draws from the seed what population it is. */
export type SimulationKind = 'report' | 'wild' | DrawnKind;

export const simulationKinds: readonly SimulationKind[] = [
  'report',
  ...(Object.keys(drawnKinds) as DrawnKind[]),
  'wild',
];

const farmSize = 9;

/** The honeypots a kind is played against. */
export function honeypotsOf(kind: SimulationKind): Honeypot[] {
  const three = reportHoneypots();
  if (kind !== 'farm') return three;
  return Array.from({ length: farmSize }, (_, index): Honeypot => {
    const like = three[index % three.length] as Honeypot;
    return { ...like, name: `${like.name}-${1 + Math.floor(index / 3)}`, ips: [`192.0.2.${10 + index}`] };
  });
}

/** The tools of a kind, `tools` of them where they are drawn. */
export function populationOf(
  kind: SimulationKind,
  seed: number,
  targets: readonly Target[],
  tools?: number,
): Population {
  if (kind === 'report') return reportPopulation(seed, targets);
  const drawn: DrawnPopulation = kind === 'wild' ? wildPopulation(seed) : drawnKinds[kind];
  return drawnPopulation(seed, tools === undefined ? drawn : { ...drawn, tools }, targets);
}

function wildPopulation(seed: number): DrawnPopulation {
  const rng = new Rng(seed, 0x31d);
  const rare = (): number => rng.float() ** 3;
  const chances = (count: number): number[] => Array.from({ length: count }, () => 0.05 + rare());
  const low = rng.between(3, 60);
  return {
    draw: {
      ports: rng.shuffled(reportPorts).slice(0, rng.between(3, reportPorts.length)),
      openPorts: [],
      openShare: rng.float(),
      portCounts: chances(rng.between(1, 5)),
      honeypotCounts: [rng.float(), rare(), rare()],
      bruteShare: rare(),
      bruteLengths: [low, low + rng.between(1, 120)],
      shuffleShare: rare(),
      variantCounts: [1, ...chances(rng.between(0, 3))],
      pickShare: rare(),
      fieldShare: rng.float(),
      udpShare: rare(),
      pingShare: rare(),
    },
    tools: rng.between(10, 120),
    steepness: 0.5 + 1.5 * rng.float(),
    head: rng.between(1, 20),
    twins: rare(),
    neighbours: rng.float() / 2,
  };
}
