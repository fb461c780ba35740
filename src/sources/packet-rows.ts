import type { Environment } from '../model/environment.js';
import type { PacketTableNames } from '../native/packet-table.js';
import { honeypotTargets } from './honeypot-targets.js';
import type { SourceOptions } from './source-options.js';

/**
 * How packets name honeypots and attack sources. With gaps of 25 h an attack source begins at a packet that may stand in
 * another capture, so packets then name none: they belong to the source of their address in whose time they fall.
 */
export function packetTableNames(environment: Environment, { mode, unit }: SourceOptions): PacketTableNames {
  const { addresses, targetHoneypot } = honeypotTargets(environment, 'all');
  const { targetGroup, groups } = honeypotTargets(environment, unit);
  return {
    addresses,
    honeypotsOf: targetHoneypot,
    groupsOf: targetGroup,
    honeypots: environment.honeypots.map(({ name }) => name),
    suffixes: unit === 'platform' ? groups.map((group) => `/${group}`) : [''],
    hasSourceIds: mode === 'day',
  };
}
