import { type Command, Option } from 'commander';

import { HoneysiftError } from '../errors.js';
import { logFormats, type LogFormat, type LogOptions } from '../packets/logs/log-options.js';
import { readLogMapping } from '../packets/logs/read-log-mapping.js';

export interface LogCommandOptions {
  logFormat?: LogFormat;
  logMapping?: string;
}

/** `afterwards` ends the descriptions. */
export function withLogOptions(command: Command, afterwards = ''): Command {
  return command
    .addOption(
      new Option('--log-format <format>', `what files are that are no captures${afterwards}`).choices(
        logFormats,
      ),
    )
    .option(
      '--log-mapping <file>',
      `TOML or JSON file that says which columns of CSV logs mean what${afterwards}`,
    );
}

/**
 * Reads the mapping.
 * @throws HoneysiftError ERR_USAGE
 */
export async function logOptions({
  logFormat,
  logMapping,
}: LogCommandOptions): Promise<LogOptions | undefined> {
  if (logFormat === undefined && logMapping === undefined) return undefined;
  if (logFormat !== undefined && (logFormat === 'csv') !== (logMapping !== undefined)) {
    const remedy =
      logFormat === 'csv'
        ? 'needs --log-mapping FILE, which says what the columns mean'
        : 'takes no --log-mapping, which is for CSV; leave one of them out';
    throw new HoneysiftError('ERR_USAGE', `--log-format ${logFormat} ${remedy}`);
  }
  return {
    ...(logFormat && { format: logFormat }),
    ...(logMapping !== undefined && { mapping: await readLogMapping(logMapping) }),
  };
}
