import { Payload, type PayloadPart } from './payload.js';
import type { Exchange, HostPlan, Pace, Plan, Repeat, SourcePorts, Step, WeightedPlan } from './plan.js';
import { drawGrammar, variedGrammar } from './random-payloads.js';
import type { Rng } from './rng.js';
import type { StackName } from './stacks.js';

/** What random tools are drawn from. */
export interface ToolDraw {
  readonly ports: readonly number[];
  /** Ports open somewhere, and how often one of them is taken. */
  readonly openPorts: readonly number[];
  readonly openShare: number;
  /** Chances of 1, 2, 3 ... ports. */
  readonly portCounts: readonly number[];
  /** Chances of three, two and one honeypot. */
  readonly honeypotCounts: readonly [number, number, number];
  /** Chance that a tool is a brute force of varying length, and its bounds. */
  readonly bruteShare: number;
  readonly bruteLengths: readonly [number, number];
  readonly shuffleShare: number;
  readonly variantCounts: readonly number[];
  /** Chance that a tool lets each of its sources pick one honeypot. */
  readonly pickShare: number;
  /** Chance that a tool's payloads have random fields; default a half. */
  readonly fieldShare?: number | undefined;
  /** Chances of UDP, and of ICMP where it is not UDP; default 0.08 and 0.03. */
  readonly udpShare?: number | undefined;
  readonly pingShare?: number | undefined;
  /** Whether a tool runs on whatever machine of its kind it finds, if it builds no packets of its own; default false. */
  readonly runsAnywhere?: boolean | undefined;
  /** The ports instead of drawing them. */
  readonly sequence?: readonly number[] | undefined;
}

/** The genotype of a tool: what its variants vary. */
export interface Genes {
  readonly ports: readonly PortGenes[];
  readonly roles: readonly number[];
  readonly rounds: number;
}

interface PortGenes {
  readonly protocol: 'tcp' | 'udp' | 'ping';
  readonly port: number;
  readonly tries: number;
  readonly retry: 'stack' | 'application';
  readonly isHalf: boolean;
  readonly close: 'fin' | 'rst' | 'server';
  readonly acksReplies: boolean;
  readonly isAnswered: boolean;
  readonly hasBanner: boolean;
  readonly grammars: readonly (readonly PayloadPart[])[];
  readonly synGrammar: readonly PayloadPart[] | null;
  readonly brute: { readonly repeat: Repeat; readonly perConnection: boolean } | null;
}

const stackNames: readonly StackName[] = [
  'windows-xp',
  'windows-2000',
  'windows-98',
  'linux-24',
  'freebsd',
  'raw',
];
const kindsOfSystems: readonly (readonly StackName[])[] = [
  ['windows-xp', 'windows-2000', 'windows-98'],
  ['linux-24', 'freebsd'],
  ['raw'],
];
const sourcePortModes: readonly SourcePorts[] = ['sequential', 'random', 'fixed'];

/** Draws one tool with its variants; weights sum to 1. */
export function drawTool(rng: Rng, name: string, draw: ToolDraw): WeightedPlan[] {
  return expressTool(rng, name, drawGenes(rng, draw), draw);
}

/** Another tool that sends as many packets to the same ports and says other things in them. */
export function twinGenes(rng: Rng, genes: Genes): Genes {
  const ports = genes.ports.map((port) => {
    const fieldChance = rng.chance(0.5) ? 0 : 0.4;
    const synGrammar = port.synGrammar === null ? null : drawGrammar(rng, fieldChance);
    return { ...port, synGrammar, grammars: port.grammars.map(() => drawGrammar(rng, fieldChance)) };
  });
  return { ...genes, ports };
}

export function expressTool(rng: Rng, name: string, genes: Genes, draw: ToolDraw): WeightedPlan[] {
  const isBrute = genes.ports.some(({ brute }) => brute !== null);
  const shared = {
    stacks: stacksLike(rng.pick(stackNames), draw.runsAnywhere === true),
    sourcePorts: rng.pick(sourcePortModes),
    pace: drawPace(rng, isBrute),
    pick: draw.pickShare > 0 && rng.chance(draw.pickShare) ? ('one' as const) : ('all' as const),
    shufflesPorts: genes.ports.length > 2 && rng.chance(draw.shuffleShare),
  };
  const count = 1 + rng.weighted(draw.variantCounts);
  const variants = [genes];
  while (variants.length < count) variants.push(varied(rng, genes));
  const weights = variants.map(() => 0.2 + rng.float());
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return variants.map((variant, index) => ({
    plan: express(name, `v${index + 1}`, variant, shared),
    weight: (weights[index] as number) / sum,
  }));
}

/** The stacks of a tool that was written on one of them. */
function stacksLike(name: StackName, runsAnywhere: boolean): readonly StackName[] {
  const kind = kindsOfSystems.find((names) => names.includes(name));
  return runsAnywhere && kind !== undefined ? kind : [name];
}

export function drawGenes(rng: Rng, draw: ToolDraw): Genes {
  const count = draw.sequence?.length ?? 1 + rng.weighted(draw.portCounts);
  const ports = new Set(draw.sequence ?? []);
  while (ports.size < count) {
    ports.add(
      draw.openPorts.length > 0 && rng.chance(draw.openShare)
        ? rng.pick(draw.openPorts)
        : rng.pick(draw.ports),
    );
  }
  const honeypots = 3 - rng.weighted(draw.honeypotCounts);
  const roles = rng
    .shuffled([0, 1, 2])
    .slice(0, honeypots)
    .sort((a, b) => a - b);
  const isBrute = rng.chance(draw.bruteShare);
  const list = [...ports].map((port, index) => drawPort(rng, draw, port, isBrute && index === 0));
  return { ports: list, roles, rounds: rng.chance(0.1) ? 2 : 1 };
}

function drawPort(rng: Rng, draw: ToolDraw, port: number, isBrute: boolean): PortGenes {
  const { udpShare = 0.08, pingShare = 0.03, fieldShare = 0.5 } = draw;
  const protocol = isBrute ? 'tcp' : rng.chance(udpShare) ? 'udp' : rng.chance(pingShare) ? 'ping' : 'tcp';
  const fieldChance = rng.chance(1 - fieldShare) ? 0 : 0.4;
  const isHalf = !isBrute && rng.chance(0.15);
  const length = isBrute ? 2 : rng.weighted([2, 4, 3, 2, 1]);
  return {
    protocol,
    port,
    tries: rng.between(1, 4),
    retry: rng.chance(0.5) ? 'stack' : 'application',
    isHalf,
    close: rng.pick(['fin', 'fin', 'rst', 'server'] as const),
    acksReplies: rng.chance(0.5),
    isAnswered: rng.chance(0.7),
    hasBanner: rng.chance(0.3),
    grammars: Array.from({ length: protocol === 'tcp' ? length : 1 }, () => drawGrammar(rng, fieldChance)),
    synGrammar: rng.chance(0.05) ? drawGrammar(rng, fieldChance) : null,
    brute: isBrute ? { repeat: drawRepeat(rng, draw.bruteLengths), perConnection: rng.chance(0.5) } : null,
  };
}

function drawRepeat(rng: Rng, [low, high]: readonly [number, number]): Repeat {
  if (rng.chance(0.5))
    return { choices: Array.from({ length: rng.between(2, 4) }, () => rng.between(low, high)) };
  const min = rng.between(low, high);
  return { min, max: rng.between(min, high) };
}

function drawPace(rng: Rng, isBrute: boolean): Pace {
  const mode = rng.chance(0.5) ? 'parallel' : 'sequence';
  if (isBrute) return { mode, hostGapMs: 10, rttMs: [12, 40], connectionEveryMs: 60, longestSeconds: 120 };
  return { mode, hostGapMs: rng.between(2, 400), rttMs: [30, 220] };
}

/** One difference: a fixed part of one payload, the number of rounds, or the choice of honeypots. */
function varied(rng: Rng, genes: Genes): Genes {
  const withTalk = genes.ports.flatMap(({ grammars }, index) => (grammars.length > 0 ? [index] : []));
  const kind = rng.int(4);
  if (kind === 0) return { ...genes, rounds: genes.rounds === 1 ? 2 : 1 };
  if (kind === 1 || withTalk.length === 0) {
    const left = rng.int(3);
    return {
      ...genes,
      roles: genes.roles.length === 3 ? genes.roles.filter((role) => role !== left) : [0, 1, 2],
    };
  }
  const place = rng.pick(withTalk);
  const ports = genes.ports.map((port, index) => {
    if (index !== place) return port;
    const line = rng.int(port.grammars.length);
    return {
      ...port,
      grammars: port.grammars.map((grammar, at) => (at === line ? variedGrammar(rng, grammar) : grammar)),
    };
  });
  return { ...genes, ports };
}

function express(
  tool: string,
  variant: string,
  genes: Genes,
  shared: Pick<Plan, 'stacks' | 'sourcePorts' | 'pace' | 'pick' | 'shufflesPorts'>,
): Plan {
  const steps = genes.ports.map(stepOf);
  const hosts: HostPlan[] = genes.roles.map((role) => ({ role, steps }));
  return { tool, variant, hosts, rounds: genes.rounds, ...shared };
}

function stepOf(genes: PortGenes): Step {
  const [first] = genes.grammars;
  const data = new Payload(first ?? []);
  if (genes.protocol === 'udp') return { kind: 'udp', port: genes.port, send: data, count: genes.tries };
  if (genes.protocol === 'ping') return { kind: 'ping', count: genes.tries, data };
  const reply = genes.isAnswered ? fixedPayload('200 well\r\n') : undefined;
  const { brute } = genes;
  const talk = genes.grammars.map((grammar, index): Exchange => {
    const isLoop = brute !== null && !brute.perConnection && index === 1;
    if (!isLoop) return { send: new Payload(grammar), reply };
    return { send: new Payload([...grammar, passwords]), reply, repeat: brute.repeat };
  });
  return {
    kind: 'tcp',
    port: genes.port,
    tries: genes.tries,
    retry: genes.retry,
    handshake: genes.isHalf ? 'half' : 'full',
    synData: genes.synGrammar === null ? undefined : new Payload(genes.synGrammar),
    banner: genes.hasBanner ? fixedPayload('220 ready\r\n') : undefined,
    talk,
    acksReplies: genes.acksReplies,
    close: genes.close,
    connections: brute?.perConnection === true ? brute.repeat : undefined,
  };
}

const passwords: PayloadPart = {
  kind: 'attempt',
  values: Array.from({ length: 97 }, (_, index) => `pw${index * 37}\r\n`),
};

function fixedPayload(text: string): Payload {
  return new Payload([{ kind: 'fixed', bytes: Uint8Array.from(Buffer.from(text, 'latin1')) }]);
}
