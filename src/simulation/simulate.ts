import { mkdir } from 'node:fs/promises';

import { invalidArgument } from '../errors.js';
import { monthSpan, spansBetween, spanShare, type MonthSpan } from './calendar.js';
import { targetsOn, withPorts } from './honeypots.js';
import { honeypotsOf, populationOf } from './kinds.js';
import { defaultFrom, defaultTo, monthSources } from './month-mix.js';
import { withFloods } from './population.js';
import type { SimulateOptions, SimulationSummary } from './simulate-options.js';
import { SimulationRun } from './simulation-run.js';

export type { MonthSummary, SimulateOptions, SimulationSummary } from './simulate-options.js';

/**
 * Writes labelled honeypot captures drawn from the report's figures: pcap files, honeypots.json and truth.csv. The same
 * options give the same bytes; a month does not depend on which other months are asked for, as long as it has as many
 * sources. Errors: ERR_ARGUMENT, ERR_BOUND (more than 2,097,152 sources in a month), ERR_CANCELLED.
 */
export async function simulate(options: SimulateOptions): Promise<SimulationSummary> {
  const spans = chosenSpans(options);
  const sources = apportion(spans, options.sources);
  const seed = wholeNumber('seed', options.seed ?? 1, 0);
  const kind = options.kind ?? (options.randomTools === undefined ? 'report' : 'random');
  const path = {
    lossRate: share('lossRate', options.lossRate ?? 0),
    retransmissionRate: share('retransmissionRate', options.retransmissionRate ?? 0),
    isThinned: options.lossModel === 'thinned',
  };
  const honeypots = withPorts(options.honeypots ?? honeypotsOf(kind));
  const targets = targetsOn(honeypots, 0);
  const count =
    options.randomTools === undefined ? undefined : wholeNumber('randomTools', options.randomTools, 1);
  const tools = populationOf(kind, seed, targets, count);
  const floods = wholeNumber('floods', options.floods ?? 0, 0);
  const population = withFloods(tools, floods, wholeNumber('floodSources', options.floodSources ?? 500, 1));
  const wanted = sources.reduce((sum, count) => sum + count, 0);
  await mkdir(options.out, { recursive: true });
  const run = new SimulationRun(options, { seed, path, honeypots, population, wanted });
  try {
    for (const [index, span] of spans.entries()) await run.month(span, sources[index] as number);
    return await run.finish();
  } catch (error) {
    await run.discard();
    throw error;
  }
}

function chosenSpans({ months, from, to }: SimulateOptions): MonthSpan[] {
  if (months === undefined) return spansBetween(from ?? defaultFrom, to ?? defaultTo);
  if (months.length === 0) throw invalidArgument('months', 'at least one month YYYY-MM', '[]');
  return [...new Set(months)].sort().map(monthSpan);
}

/** Sources per span: the months' usual sizes, or shares of `total` in proportion to them. */
function apportion(spans: readonly MonthSpan[], total: number | undefined): number[] {
  const usual = spans.map((span) => monthSources(span.month) * spanShare(span));
  if (total === undefined) return usual.map(Math.round);
  const sum = usual.reduce((a, b) => a + b, 0);
  const wanted = wholeNumber('sources', total, 1);
  let reached = 0;
  let given = 0;
  return usual.map((size) => {
    reached += size;
    const upTo = Math.round((wanted * reached) / sum);
    const count = upTo - given;
    given = upTo;
    return count;
  });
}

function wholeNumber(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw invalidArgument(name, `an integer of at least ${least}`, value);
}

function share(name: string, value: number): number {
  if (value >= 0 && value < 1) return value;
  throw invalidArgument(name, 'a share from 0 to below 1', value);
}
