import type { MonthSpan } from './calendar.js';
import type { Rehearsal } from './observation.js';
import type { Plan, WeightedPlan } from './plan.js';
import { rarePorts, reportPorts } from './port-pool.js';
import { backgroundPlans, shuffler, slowWalker } from './profiles/background.js';
import { drawTool, type ToolDraw } from './random-tools.js';
import { Rng } from './rng.js';

/** A tool of the long tail, and the months in which it is seen: positions in the report's 18, both included. */
export interface TailTool {
  readonly plans: readonly WeightedPlan[];
  readonly weight: number;
  readonly firstMonth: number;
  readonly lastMonth: number;
}

/** Chosen with `monthlyShare` so that about 185 sequences are seen a month and 604 in all. */
const drawnTools = 455;
const reportMonthCount = 18;
const firstMonthOf2004 = 11;

const tailDraw: ToolDraw = {
  ports: reportPorts,
  openPorts: [],
  openShare: 0,
  portCounts: [20, 50, 20, 10],
  honeypotCounts: [56, 20, 24],
  bruteShare: 0.03,
  bruteLengths: [20, 120],
  shuffleShare: 0,
  variantCounts: [88, 9, 3],
  pickShare: 0,
};

/** The tools behind "Others" in Table 1: some that anybody met, the rest drawn from the seed. */
export function drawTail(seed: number, rehearsal: Rehearsal): TailTool[] {
  const rng = new Rng(seed, 0x7a11);
  const always = { firstMonth: 0, lastMonth: reportMonthCount - 1 };
  const tools: TailTool[] = backgroundPlans.map(({ plans }, index) => ({
    plans,
    weight: tailWeight(index),
    ...always,
  }));
  tools.push({ plans: [{ plan: shuffler, weight: 1 }], weight: 1.5, ...always });
  tools.push({ plans: [{ plan: slowWalker, weight: 1 }], weight: 0.5, ...always });
  tools.forEach(({ plans }) => rehearsal.remember(plans));
  for (let index = 0; index < drawnTools; index++) {
    const span = drawLifetime(rng);
    const single = index < rarePorts.length ? [rarePorts[index] as number] : undefined;
    // The report: in 2004 many new sources went for one honeypot only.
    const isLate = span.firstMonth >= firstMonthOf2004;
    const draw: ToolDraw = {
      ...tailDraw,
      sequence: single,
      honeypotCounts: isLate ? [35, 10, 55] : tailDraw.honeypotCounts,
    };
    const name = `tail-${String(index + 1).padStart(3, '0')}`;
    const plans = rehearsal.drawDistinct(() => drawTool(rng, name, draw));
    rehearsal.remember(plans);
    tools.push({ plans, weight: tailWeight(index + 8), ...span });
  }
  return tools;
}

/** At least about one source a month each at the report's scale, and the first ones many. */
function tailWeight(rank: number): number {
  return 1 + 160 / (rank + 10);
}

function drawLifetime(rng: Rng): { firstMonth: number; lastMonth: number } {
  const months = rng.chance(0.23) ? reportMonthCount : rng.between(1, 6);
  const firstMonth = rng.int(reportMonthCount - months + 1);
  return { firstMonth, lastMonth: firstMonth + months - 1 };
}

/** One tool for one source: a rare sequence nobody sends again. */
export function drawOneOff(seed: number, span: MonthSpan, index: number, rehearsal: Rehearsal): Plan {
  const rng = new Rng(seed, 0x0ff, span.ordinal, index);
  const draw: ToolDraw = { ...tailDraw, portCounts: [2, 30, 30, 20, 18], variantCounts: [1] };
  const name = `oneoff-${span.month}-${index + 1}`;
  const [only] = rehearsal.drawDistinct(() => drawTool(rng, name, draw));
  if (only === undefined) throw new Error('a drawn tool has at least one variant');
  return only.plan;
}
