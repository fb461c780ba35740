import type { Environment } from '../../model/environment.js';
import { honeypots } from '../schema/honeypots.js';
import { openPorts } from '../schema/open-ports.js';
import type { TimeUnit } from '../schema/table-schema.js';
import type { WriteUnit } from '../write-unit.js';
import { recordUnit } from './record-unit.js';

/** The tables honeypots and open_ports. */
export function environmentUnits(environment: Environment, unit: TimeUnit): WriteUnit[] {
  const machines = environment.honeypots.map(({ name, ips, os, platform, country }, index) => ({
    honeypot: name,
    position: index + 1,
    ips,
    os: os ?? null,
    platform: platform ?? null,
    country: country ?? null,
    inferred: environment.inferred,
  }));
  const ports = environment.honeypots.flatMap(({ name, ports: open }) =>
    (open ?? []).map(({ port, from, to }) => ({
      honeypot: name,
      port,
      from_day: from ?? null,
      to_day: to ?? null,
    })),
  );
  return [recordUnit(honeypots, machines, unit), recordUnit(openPorts, ports, unit)];
}
