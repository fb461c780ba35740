#!/usr/bin/env node
import { Command, CommanderError } from 'commander';

import { type ErrorCode, HoneysiftError } from '../errors.js';
import { honeysiftVersion } from '../storage/honeysift-version.js';
import { commands } from './commands.js';
import { exitCode } from './exit-codes.js';
import { terminalSafe } from './terminal-safe.js';

/** What the user can only mend in the command line itself. */
const usageErrors: ReadonlySet<ErrorCode> = new Set(['ERR_USAGE', 'ERR_ARGUMENT', 'ERR_FILTER']);

const program = new Command('honeysift')
  .version(honeysiftVersion())
  .description('Sifts years of honeypot packet captures down to the attack tools that caused them')
  .showHelpAfterError('(honeysift --help lists the commands)')
  .exitOverride()
  .addHelpText('after', '\nExit codes: 0 ok, 1 failure, 2 usage, 3 done with damaged input.');

for (const makeCommand of await commandsFor(process.argv[2])) {
  program.addCommand(makeCommand().exitOverride());
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

/** The command that is named, if one is: loading the others would take longer than many a command. */
async function commandsFor(name: string | undefined): Promise<(() => Command)[]> {
  const named = commands.get(name ?? '');
  return Promise.all((named === undefined ? [...commands.values()] : [named]).map((load) => load()));
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
