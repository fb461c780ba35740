import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import CliTable from 'cli-table3';
import { Command } from 'commander';

import { type QualityRun, runQuality } from '../../operations/measure-quality.js';
import { qualityText } from '../../simulation/quality-text.js';
import type { Quality } from '../../simulation/quality.js';
import { withInterrupt } from '../interrupt.js';
import { defaultWorkers, positiveInteger, share, wholeNumber } from '../options.js';

interface QualityOptions {
  seeds: number[];
  loss: number[];
  sources: number;
  randomTools?: number;
  workers: number;
  worst: boolean;
  json: boolean;
}

interface Measured {
  readonly seed: number;
  readonly loss: number;
  readonly run: QualityRun;
}

function listOf(parse: (text: string) => number): (text: string) => number[] {
  return (text) => text.split(',').map(parse);
}

export function qualityCommand(): Command {
  return new Command('quality')
    .description('Measure on labelled simulations how well root causes and families find the tools')
    .option('--seeds <list>', 'seeds, separated by commas', listOf(wholeNumber), [1, 2, 3])
    .option(
      '--loss <list>',
      'loss and retransmission rates, separated by commas',
      listOf(share),
      [0, 0.02, 0.1],
    )
    .option('--sources <n>', 'attack sources per simulation', positiveInteger, 45_360)
    .option('--random-tools <n>', "tools drawn at random instead of the report's", positiveInteger)
    .option('--workers <n>', 'worker threads', positiveInteger, defaultWorkers())
    .option('--worst', 'list the worst confusions of every run', false)
    .option('--json', 'print everything measured as JSON', false)
    .action(async (options: QualityOptions) => {
      const folder = await mkdtemp(join(tmpdir(), 'honeysift-quality-'));
      try {
        const measured = await withInterrupt((signal) => measureAll(options, folder, signal));
        process.stdout.write(
          options.json ? `${JSON.stringify(measured)}\n` : qualityTable(measured, options.worst),
        );
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
}

async function measureAll(options: QualityOptions, folder: string, signal: AbortSignal): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const loss of options.loss) {
    for (const seed of options.seeds) {
      const out = join(folder, `${seed}-${loss}`);
      process.stderr.write(`seed ${seed}, loss and retransmission ${loss * 100}% ...\n`);
      const { sources, randomTools, workers } = options;
      const simulation = { out, seed, sources, randomTools, lossRate: loss, retransmissionRate: loss };
      measured.push({ seed, loss, run: await runQuality(simulation, { workers, signal }) });
      await rm(out, { recursive: true, force: true });
    }
  }
  return measured;
}

function qualityTable(measured: readonly Measured[], worst: boolean): string {
  const table = new CliTable({
    head: ['loss', 'seed', 'level', 'groups', 'precision', 'recall', 'macro recall', 'analysis s'],
    style: { head: [], border: [] },
  });
  for (const { seed, loss, run } of measured) {
    const common = (level: string, count: number, quality: Quality): (string | number)[] => [
      `${loss * 100}%`,
      seed,
      level,
      count,
      quality.precision.toFixed(4),
      quality.recall.toFixed(4),
      quality.macroRecall.toFixed(4),
    ];
    table.push([
      ...common('root causes', run.rootCauseCount, run.rootCauses),
      run.analysisSeconds.toFixed(1),
    ]);
    table.push([...common('families', run.familyCount, run.families), '']);
  }
  const confusions = measured.flatMap(({ seed, loss, run }) => [
    qualityText(`loss ${loss * 100}%, seed ${seed}, root causes`, run.rootCauses),
    qualityText(`loss ${loss * 100}%, seed ${seed}, families`, run.families),
  ]);
  return `${table.toString()}\n${worst ? `${confusions.join('\n')}\n` : ''}`;
}
