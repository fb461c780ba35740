import { HoneysiftError } from '../errors.js';
import { formatAddress, parseAddress } from '../model/address.js';
import type { Honeypot, OpenPort } from '../model/environment.js';
import type { HoneypotEntry, HoneypotsFile } from './honeypots-schema.js';

/**
 * What a schema cannot say: names and addresses are unique, addresses, ports and dates exist. Addresses come out in
 * canonical form.
 * @throws HoneysiftError ERR_HONEYPOTS.
 */
export function checkHoneypots({ honeypots }: HoneypotsFile, path: string): Honeypot[] {
  const names = new Set<string>();
  const owners = new Map<string, string>();
  return honeypots.map((entry, index) => {
    const fail = (what: string): never => {
      throw new HoneysiftError('ERR_HONEYPOTS', `${path}: honeypots[${index}] (${entry.name}): ${what}`);
    };
    if (names.has(entry.name)) fail('another honeypot has the same name; names must differ');
    names.add(entry.name);
    const ips = readAddresses(entry, fail);
    for (const ip of ips) {
      const owner = owners.get(ip);
      if (owner !== undefined)
        fail(`the address ${ip} is already that of ${owner}; give it to one of them only`);
      owners.set(ip, entry.name);
    }
    const { name, os, platform, country } = entry;
    return { name, ips, os, platform, country, ports: entry.ports?.map((port) => readPort(port, fail)) };
  });
}

type Fail = (what: string) => never;

function readAddresses({ ip = [], ips = [] }: HoneypotEntry, fail: Fail): string[] {
  const given = [...ip, ...ips];
  if (given.length === 0) fail('no address; add "ip" or "ips"');
  return given.map((text) => {
    const address = parseAddress(text.trim());
    if (!address) {
      return fail(
        `${JSON.stringify(text)} is no IP address; write single addresses such as 192.0.2.1 or 2001:db8::1`,
      );
    }
    return formatAddress(address);
  });
}

function readPort({ port, from, to }: OpenPort, fail: Fail): OpenPort {
  const notation = /^(?:(\d{1,5})U?|I|P(\d{1,3}))$/.exec(port);
  const isKnown = notation !== null && Number(notation[1] ?? 1) >= 1 && Number(notation[1] ?? 1) <= 65535;
  if (!isKnown || Number(notation[2] ?? 0) > 255) {
    fail(
      `port ${JSON.stringify(port)} is not understood; write 445 (TCP), 1434U (UDP), I (ICMP) or P47 (IP protocol)`,
    );
  }
  for (const day of [from, to]) {
    if (day !== undefined && !isDay(day))
      fail(`${JSON.stringify(day)} of port ${port} is no day; write YYYY-MM-DD`);
  }
  if (from !== undefined && to !== undefined && from > to) {
    fail(`port ${port} is open from ${from} to ${to}, which is earlier; swap them`);
  }
  return { port, from, to };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
