import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Command, InvalidArgumentError, Option } from 'commander';

import { runQuality } from '../../operations/measure-quality.js';
import { type SimulationKind, simulationKinds } from '../../simulation/kinds.js';
import { qualityText } from '../../simulation/quality-text.js';
import { withInterrupt } from '../interrupt.js';
import { defaultWorkers, positiveInteger, share, wholeNumber } from '../options.js';
import { type Measured, qualityTable } from '../quality-table.js';

interface QualityOptions {
  kinds: SimulationKind[];
  seeds: number[];
  loss: number[];
  lossModels: readonly LossModel[];
  sources: number;
  randomTools?: number;
  workers: number;
  worst: boolean;
  explain: boolean;
  each: boolean;
  json: boolean;
}

type LossModel = 'stack' | 'thinned';

function listOf<T>(parse: (text: string) => T): (text: string) => T[] {
  return (text) => text.split(',').map(parse);
}

function kindOf(text: string): SimulationKind {
  const kind = simulationKinds.find((known) => known === text);
  if (kind === undefined) throw new InvalidArgumentError(`Expected some of ${simulationKinds.join(', ')}.`);
  return kind;
}

function lossModelOf(text: string): LossModel {
  if (text === 'stack' || text === 'thinned') return text;
  throw new InvalidArgumentError('Expected stack, thinned or both, separated by a comma.');
}

export function qualityCommand(): Command {
  return new Command('quality')
    .description('Measure on labelled simulations how well root causes and families find the tools')
    .addOption(
      new Option('--kinds <list>', 'populations, separated by commas')
        .argParser(listOf(kindOf))
        .default([...simulationKinds], 'all of them'),
    )
    .option('--seeds <list>', 'seeds, separated by commas', listOf(wholeNumber), [1, 2, 3, 4, 5])
    .option('--loss <list>', 'loss and retransmission rates, by commas', listOf(share), [0, 0.02, 0.1])
    .option(
      '--loss-models <list>',
      'stack (what stacks do about loss follows), thinned (packets struck out of the capture)',
      listOf(lossModelOf),
      ['stack'],
    )
    .option('--sources <n>', 'attack sources per simulation', positiveInteger, 9000)
    .option('--random-tools <n>', 'number of tools, where they are drawn', positiveInteger)
    .option('--workers <n>', 'worker threads', positiveInteger, defaultWorkers())
    .option('--each', 'a line for every seed', false)
    .option('--worst', 'list the worst confusions of every run', false)
    .option('--explain', 'say of the worst confusions of every run what the sources in them sent', false)
    .option('--json', 'print everything measured as JSON', false)
    .action(async (options: QualityOptions) => {
      const folder = await mkdtemp(join(tmpdir(), 'honeysift-quality-'));
      try {
        const measured = await withInterrupt((signal) => measureAll(options, folder, signal));
        process.stdout.write(options.json ? `${JSON.stringify(measured)}\n` : textOf(measured, options));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
}

async function measureAll(options: QualityOptions, folder: string, signal: AbortSignal): Promise<Measured[]> {
  const { sources, randomTools, workers, explain } = options;
  const measured: Measured[] = [];
  for (const kind of options.kinds) {
    for (const loss of options.loss) {
      for (const lossModel of loss === 0 ? options.lossModels.slice(0, 1) : options.lossModels) {
        for (const seed of options.seeds) {
          const out = join(folder, `${kind}-${lossModel}-${loss}-${seed}`);
          process.stderr.write(
            `${kind}, loss and retransmission ${loss * 100}% ${lossModel}, seed ${seed} ...\n`,
          );
          const path = { lossRate: loss, retransmissionRate: loss, lossModel };
          const simulation = { out, kind, seed, sources, randomTools, ...path };
          const run = await runQuality(simulation, { workers, signal, isExplained: explain });
          measured.push({ kind, seed, loss, lossModel, run });
          await rm(out, { recursive: true, force: true });
        }
      }
    }
  }
  return measured;
}

function textOf(measured: readonly Measured[], { each, worst, explain }: QualityOptions): string {
  const confusions = measured.flatMap(({ kind, seed, loss, lossModel, run }) => {
    const title = `${kind}, loss ${loss * 100}% ${lossModel}, seed ${seed}`;
    return [
      ...(worst ? [qualityText(`${title}, root causes`, run.rootCauses)] : []),
      ...(worst ? [qualityText(`${title}, families`, run.families)] : []),
      ...(explain ? [title, run.explanation ?? ''] : []),
    ];
  });
  return [qualityTable(measured, each), ...confusions, ''].join('\n');
}
