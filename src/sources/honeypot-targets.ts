import { HoneysiftError } from '../errors.js';
import { addressBytes, parseAddress } from '../model/address.js';
import type { Environment } from '../model/environment.js';
import type { SourceUnit } from './source-options.js';

/** The environment's addresses as the aggregator wants them: one target per address. */
export interface HoneypotTargets {
  /** 16 bytes a target, in environment order. */
  readonly addresses: Uint8Array;
  /** Target -> honeypot as reported: its index in the environment, or its position in its platform. */
  readonly targetHoneypot: Uint16Array;
  /** Target -> index in `groups`. */
  readonly targetGroup: Uint16Array;
  /** Platforms in order of first honeypot; one nameless group when the unit is `all`. */
  readonly groups: readonly string[];
}

/** @throws HoneysiftError ERR_HONEYPOTS for an address that is none, or more honeypots than 65,535. */
export function honeypotTargets({ honeypots }: Environment, unit: SourceUnit): HoneypotTargets {
  if (honeypots.length > 0xffff) {
    throw new HoneysiftError(
      'ERR_HONEYPOTS',
      `At most 65535 honeypots can be told apart, not ${honeypots.length}`,
    );
  }
  const groupNames = honeypots.map(({ platform }) => (unit === 'platform' ? (platform ?? '') : ''));
  const groups = [...new Set(groupNames)];
  const seats = new Map<string, number>();
  const targets = honeypots.flatMap(({ name, ips }, index) => {
    const group = groupNames[index] ?? '';
    const position = seats.get(group) ?? 0;
    seats.set(group, position + 1);
    const honeypot = unit === 'platform' ? position : index;
    return ips.map((ip) => ({ address: addressOf(name, ip), honeypot, group: groups.indexOf(group) }));
  });
  const addresses = new Uint8Array(targets.length * addressBytes);
  targets.forEach(({ address }, i) => addresses.set(address, i * addressBytes));
  return {
    addresses,
    targetHoneypot: Uint16Array.from(targets, ({ honeypot }) => honeypot),
    targetGroup: Uint16Array.from(targets, ({ group }) => group),
    groups,
  };
}

/**
 * The honeypots that `AttackSources.targetHoneypot` counts: those of the environment, or with one source per platform
 * the positions 1, 2, ... that the platforms have in common.
 */
export function comparedHoneypots(environment: Environment, unit: SourceUnit): Environment {
  if (unit === 'all') return environment;
  const { targetHoneypot } = honeypotTargets(environment, unit);
  const positions = targetHoneypot.reduce((most, position) => Math.max(most, position + 1), 0);
  const honeypots = Array.from({ length: positions }, (_, position) => ({
    name: String(position + 1),
    ips: [],
  }));
  return { honeypots, inferred: environment.inferred };
}

function addressOf(name: string, ip: string): Uint8Array {
  const address = parseAddress(ip);
  if (!address)
    throw new HoneysiftError('ERR_HONEYPOTS', `Honeypot ${name}: ${JSON.stringify(ip)} is no IP address`);
  return address;
}
