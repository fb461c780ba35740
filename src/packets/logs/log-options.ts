import { invalidArgument } from '../../errors.js';
import { type LogMapping, logMappingSchema } from './log-mapping.js';
import { issueText } from './mapping-issue.js';

export const logFormats = ['cowrie', 'dionaea', 'honeytrap', 'zeek', 'csv'] as const;

export type LogFormat = (typeof logFormats)[number];

/** How files are read that are no captures. Plain data: goes to workers, and is stored with a feed. */
export interface LogOptions {
  /** The log that they all are; without, their content says it. */
  readonly format?: LogFormat | undefined;
  /** Of CSV. Without a format, what is neither capture nor known log is CSV of this mapping. */
  readonly mapping?: LogMapping | undefined;
}

/**
 * The same with all defaults, in one order of keys, or undefined when nothing is given.
 * @throws HoneysiftError ERR_ARGUMENT
 */
export function checkLogOptions(logs: LogOptions | undefined): LogOptions | undefined {
  const { format, mapping } = logs ?? {};
  if (format === undefined && mapping === undefined) return undefined;
  if (format !== undefined && !logFormats.includes(format)) {
    throw invalidArgument('logs.format', `one of ${logFormats.join(', ')}`, format);
  }
  if ((format === 'csv') !== (mapping !== undefined) && format !== undefined) {
    const expected =
      format === 'csv'
        ? 'a mapping (--log-mapping) with the log format csv'
        : `none with the log format ${format}`;
    throw invalidArgument('logs.mapping', expected, mapping);
  }
  if (mapping === undefined) return { format };
  const parsed = logMappingSchema.safeParse(mapping);
  if (!parsed.success) throw invalidArgument('logs.mapping', issueText(parsed.error), mapping);
  return { ...(format && { format }), mapping: parsed.data };
}
