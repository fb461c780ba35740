import type { Target } from './attacker.js';
import { Rehearsal } from './observation.js';
import { backscatterShare, scaled, type Population } from './population.js';
import { backscatterPlans } from './profiles/background.js';
import { drawGenes, expressTool, twinGenes, type Genes, type ToolDraw } from './random-tools.js';
import { Rng } from './rng.js';
import { drawOneOff } from './tail.js';

/** A population nobody wrote down. */
export interface DrawnPopulation {
  readonly draw: ToolDraw;
  readonly tools: number;
  /** The tool of rank r, from 0, is as common as 1 / (r + head) ^ steepness. */
  readonly steepness: number;
  readonly head: number;
  /** Shares of the tools that send what another does but for the words, and that go for the ports of another. */
  readonly twins: number;
  readonly neighbours: number;
}

const oneOffShare = 0.01;

/** Tools drawn from the seed, the same in every month, the first the most common. */
export function drawnPopulation(
  seed: number,
  { draw, tools, steepness, head, twins, neighbours }: DrawnPopulation,
  targets: readonly Target[],
): Population {
  const rng = new Rng(seed, 0x4a2d);
  const rehearsal = new Rehearsal(targets);
  const openPorts = draw.sequence ?? [...new Set(targets.flatMap(({ openTcp }) => [...openTcp]))];
  const drawFrom = { ...draw, openPorts };
  const known: Genes[] = [];
  /** Tools share ports, and some even the counts: ports and counts alone must not tell them apart. */
  const drawRelated = (): Genes => {
    const kind = rng.float();
    if (known.length === 0 || kind < 1 - twins - neighbours) return drawGenes(rng, drawFrom);
    const other = rng.pick(known);
    if (kind < 1 - neighbours) return twinGenes(rng, other);
    return drawGenes(rng, { ...drawFrom, sequence: other.ports.map(({ port }) => port) });
  };
  const plans = Array.from({ length: tools }, (_, index) => {
    const name = `random-${String(index + 1).padStart(3, '0')}`;
    let genes = drawGenes(rng, drawFrom);
    const tool = rehearsal.drawDistinct(() => {
      genes = drawRelated();
      return expressTool(rng, name, genes, drawFrom);
    });
    rehearsal.remember(tool);
    known.push(genes);
    return scaled(tool, (index + head) ** -steepness);
  }).flat();
  return {
    oneOffShare,
    oneOff: (span, index) => drawOneOff(seed, span, index, rehearsal),
    plansOf: () => [
      ...scaled(plans, 1 - backscatterShare - oneOffShare),
      ...scaled(backscatterPlans, backscatterShare),
    ],
  };
}
