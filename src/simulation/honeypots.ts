import { invalidArgument } from '../errors.js';
import type { Honeypot, OpenPort } from '../model/environment.js';
import { addressNumber } from './addresses.js';
import type { Target } from './attacker.js';
import { dayNumber } from './calendar.js';

/** What a honeypot of each role is when the caller does not say; roles are positions modulo three. */
const roles: readonly {
  readonly ttl: number;
  readonly window: number;
  readonly ports: readonly OpenPort[];
}[] = [
  { ttl: 128, window: 8760, ports: open('139', '137U', '5000') },
  { ttl: 128, window: 8760, ports: open('21', '80', '135', '137U', '139', '1025', '3389') },
  {
    ttl: 64,
    window: 5840,
    ports: [
      ...open('22', '25', '53U', '111', '443', '554', '3128'),
      // The experiment of the report's section 4.4.2.
      { port: '1433', from: '2003-10-20', to: '2004-01-12' },
    ],
  },
];

/** The report's three machines, at documentation addresses (RFC 5737). */
export function reportHoneypots(): Honeypot[] {
  const common = { platform: 'eurecom', country: 'FR' };
  return [
    { name: 'win98', ips: ['192.0.2.10'], os: 'Windows 98', ...common, ports: rolePorts(0) },
    { name: 'winnt', ips: ['192.0.2.11'], os: 'Windows NT', ...common, ports: rolePorts(1) },
    { name: 'linux', ips: ['192.0.2.12'], os: 'Linux RedHat 7.3', ...common, ports: rolePorts(2) },
  ];
}

/** The same honeypots with the ports of their role where none are given. */
export function withPorts(honeypots: readonly Honeypot[]): Honeypot[] {
  if (honeypots.length === 0) throw invalidArgument('honeypots', 'at least one honeypot', 'none');
  return honeypots.map((honeypot, index) => ({ ...honeypot, ports: honeypot.ports ?? rolePorts(index) }));
}

/** The honeypots with the ports open on one day (counted from 1970-01-01). IPv4 only: the first such address is used. */
export function targetsOn(honeypots: readonly Honeypot[], day: number): Target[] {
  return honeypots.map((honeypot, index) => {
    const address = honeypot.ips.map(addressNumber).find((number) => number !== null);
    if (address === undefined || address === null) {
      throw invalidArgument(`honeypot ${honeypot.name}`, 'an IPv4 address', honeypot.ips.join(' '));
    }
    const role = roles[index % roles.length];
    const openNow = (honeypot.ports ?? []).filter(
      ({ from, to }) =>
        (from === undefined || dayNumber(from) <= day) && (to === undefined || day <= dayNumber(to)),
    );
    const isUdp = ({ port }: OpenPort): boolean => port.endsWith('U');
    return {
      index,
      name: honeypot.name,
      address,
      ttl: role?.ttl ?? 64,
      window: role?.window ?? 5840,
      openTcp: new Set(openNow.filter((port) => !isUdp(port)).map(({ port }) => Number(port))),
      openUdp: new Set(openNow.filter(isUdp).map(({ port }) => Number(port.slice(0, -1)))),
    };
  });
}

function rolePorts(index: number): readonly OpenPort[] {
  return roles[index % roles.length]?.ports ?? [];
}

function open(...ports: string[]): OpenPort[] {
  return ports.map((port) => ({ port }));
}
