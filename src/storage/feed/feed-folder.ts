import { createHash } from 'node:crypto';
import { join } from 'node:path';

import type { PacketTableNames } from '../../native/packet-table.js';
import type { LogOptions } from '../../packets/logs/log-options.js';
import type { SourceOptions } from '../../sources/source-options.js';

/** Below the store's folder: what the feed keeps of every capture. */
export const feedFolder = 'feed';

/** To be raised when the bytes of day partials, or what they mean, change: captures are then read again. */
const partsVersion = 1;

/**
 * What parts of a capture depend on besides the capture: the honeypots' addresses, in order, the bound and the
 * rendering of payloads, the packet filter, and how logs are read.
 * Where packets are kept as well, their names of honeypots and platforms count too.
 * Parts of one key stand in one folder and may be finalized together.
 */
export function partsKey(
  addresses: Uint8Array,
  { phraseBound, rendering }: Pick<SourceOptions, 'phraseBound' | 'rendering'>,
  filter: string | undefined,
  packetNames: PacketTableNames | null = null,
  logs?: LogOptions,
): string {
  return createHash('sha256')
    .update(`${partsVersion}\n${phraseBound}\n${rendering}\n${JSON.stringify(filter ?? null)}\n`)
    .update(packetNames === null ? '' : `${JSON.stringify(packetNames)}\n`)
    .update(logsText(logs))
    .update(addresses)
    .digest('hex')
    .slice(0, 16);
}

/** Folder, below that of the store, of the parts of all captures under one key. */
export function partsFolder(key: string): string {
  return join(feedFolder, 'parts', key);
}

export const censusesFolder = join(feedFolder, 'census');

/** Folder, below that of the store, of what all captures show of the honeypots, read with this filter and these options. */
export function censusFolder(filter: string | undefined, logs?: LogOptions): string {
  const key = createHash('sha256')
    .update(JSON.stringify(filter ?? null))
    .update(logsText(logs))
    .digest('hex')
    .slice(0, 16);
  return join(censusesFolder, key);
}

/** Nothing where nothing is given: keys of stores without are as they always were. */
function logsText(logs: LogOptions | undefined): string {
  return logs === undefined ? '' : `${JSON.stringify(logs)}\n`;
}
