import { addressText } from './addresses.js';
import type { Attacker } from './attacker.js';
import { ipProtocol } from './frames.js';
import type { Plan } from './plan.js';
import type { MonthSummary, SimulationSummary } from './simulate-options.js';
import type { TruthRow } from './truth.js';

/** Counts what the captures hold, and writes down who sent it. */
export class Tally {
  inbound = 0;
  outbound = 0;
  bytes = 0;
  sources = 0;
  readonly #addresses = new Set<number>();
  readonly #tools = new Set<string>();
  readonly #variants = new Set<string>();
  readonly #sequences = new Set<string>();
  readonly #ports = new Set<number>();
  readonly #months: MonthSummary[] = [];
  #before = { sources: 0, packets: 0 };

  /** One attack source of which the capture saw something. */
  note(attacker: Attacker, plan: Plan, honeypots: readonly string[], day: string): TruthRow {
    const { address } = attacker.identity;
    const variant = variantName(plan, honeypots, attacker.chosenRepeats());
    const sequence = attacker.sequence();
    this.inbound += attacker.inbound;
    this.outbound += attacker.outbound;
    this.sources++;
    this.#addresses.add(address);
    this.#tools.add(plan.tool);
    this.#variants.add(`${plan.tool} ${variant}`);
    this.#sequences.add(sequence);
    for (const key of attacker.portKeys()) {
      const protocol = key >>> 16;
      if (protocol === ipProtocol.tcp || protocol === ipProtocol.udp) this.#ports.add(key & 0xffff);
    }
    return { ip: addressText(address), day, tool: plan.tool, variant, sequence };
  }

  endMonth(month: string): void {
    const packets = this.inbound + this.outbound;
    this.#months.push({
      month,
      sources: this.sources - this.#before.sources,
      packets: packets - this.#before.packets,
    });
    this.#before = { sources: this.sources, packets };
  }

  summary(
    places: Pick<SimulationSummary, 'out' | 'files' | 'honeypotsFile' | 'truthFile'>,
  ): SimulationSummary {
    return {
      ...places,
      packets: this.inbound + this.outbound,
      inbound: this.inbound,
      outbound: this.outbound,
      bytes: this.bytes,
      sources: this.sources,
      addresses: this.#addresses.size,
      tools: this.#tools.size,
      variants: this.#variants.size,
      sequences: this.#sequences.size,
      ports: this.#ports.size,
      months: this.#months,
    };
  }
}

/** `names`, `v1@linux`, `logons-x240`: what of the plan this source had to choose stands behind its name. */
function variantName(plan: Plan, honeypots: readonly string[], repeats: readonly number[]): string {
  const chosen = plan.pick === 'one' ? `@${honeypots.join('+')}` : '';
  return `${plan.variant}${chosen}${repeats.map((count) => `-x${count}`).join('')}`;
}
