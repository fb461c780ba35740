#!/usr/bin/env node
import { Command, CommanderError } from 'commander';

import { type ErrorCode, HoneysiftError } from '../errors.js';
import { analyzeCommand } from './commands/analyze.js';
import { captureCommand } from './commands/capture.js';
import { checkCommand } from './commands/check.js';
import { demoCommand } from './commands/demo.js';
import { explainClusterCommand } from './commands/explain-cluster.js';
import { exportCommand } from './commands/export.js';
import { infoCommand } from './commands/info.js';
import { ingestCommand } from './commands/ingest.js';
import { mineCommand } from './commands/mine.js';
import { pruneCommand } from './commands/prune.js';
import { qualityCommand } from './commands/quality.js';
import { queryCommand } from './commands/query.js';
import { reportCommand } from './commands/report.js';
import { simulateCommand } from './commands/simulate.js';
import { sourcesCommand } from './commands/sources.js';
import { exitCode } from './exit-codes.js';
import { terminalSafe } from './terminal-safe.js';

/** What the user can only mend in the command line itself. */
const usageErrors: ReadonlySet<ErrorCode> = new Set(['ERR_USAGE', 'ERR_ARGUMENT', 'ERR_FILTER']);

const program = new Command('honeysift')
  .description('Sifts years of honeypot packet captures down to the attack tools that caused them')
  .showHelpAfterError('(honeysift --help lists the commands)')
  .exitOverride()
  .addHelpText('after', '\nExit codes: 0 ok, 1 failure, 2 usage, 3 done with damaged input.');

for (const command of [
  analyzeCommand,
  ingestCommand,
  pruneCommand,
  checkCommand,
  infoCommand,
  sourcesCommand,
  reportCommand,
  queryCommand,
  exportCommand,
  mineCommand,
  explainClusterCommand,
  captureCommand,
  simulateCommand,
  qualityCommand,
  demoCommand,
]) {
  program.addCommand(command().exitOverride());
}

// A reader that goes away (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCode.ok : exitCode.failure);
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  if (error instanceof HoneysiftError) {
    process.stderr.write(`honeysift: ${terminalSafe(error.message)} [${error.code}]\n`);
    return usageErrors.has(error.code) ? exitCode.usage : exitCode.failure;
  }
  process.stderr.write(`honeysift: unexpected error; please report it with what follows\n`);
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCode.failure;
}
