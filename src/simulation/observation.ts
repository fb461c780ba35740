import { chooseAssaults, playAttack } from './attack.js';
import { Attacker, type Target } from './attacker.js';
import { FrameWriter } from './frames.js';
import { PacketArena } from './packet-arena.js';
import type { Plan, WeightedPlan } from './plan.js';
import { stacks } from './stacks.js';

/** What a capture shows of one source that plays a plan undisturbed. */
export interface Observation {
  readonly sequence: string;
  /** n_i by honeypot, 0 where it was left alone. */
  readonly packets: readonly number[];
  readonly payloadBytes: number;
}

/** Plays plans against honeypots without writing anything down. */
export class Rehearsal {
  readonly #targets: readonly Target[];
  readonly #arena = new PacketArena(1 << 12);
  readonly #attacker = new Attacker(
    new FrameWriter(this.#arena),
    { lossRate: 0, retransmissionRate: 0 },
    true,
  );
  /** Sequence and counts of the tools so far that show no payload. */
  readonly #bare = new Set<string>();

  constructor(targets: readonly Target[]) {
    this.#targets = targets;
  }

  observe(plan: Plan): Observation {
    const attacker = this.#attacker;
    attacker.reseed(0, 0, 0);
    const stack = stacks[plan.stacks[0] ?? 'raw'];
    attacker.begin({ address: 0x0b00_0001, stack, sourcePorts: plan.sourcePorts, rttUs: 50_000 });
    playAttack(attacker, plan, chooseAssaults(attacker, plan, this.#targets), 0);
    this.#arena.clear();
    return {
      sequence: attacker.sequence(),
      packets: this.#targets.map(({ index }) => attacker.perTarget[index] ?? 0),
      payloadBytes: attacker.payloadBytes,
    };
  }

  /** Tools that are there already: later ones must not be twins of them. */
  remember(plans: readonly WeightedPlan[]): void {
    this.#bareKeys(plans).forEach((key) => this.#bare.add(key));
  }

  /**
   * Draws until the tool is no twin of one remembered: two that send the same counts to the same ports and no payload
   * at all are one tool to any observer, and one configuration if they are variants. The caller may remember it.
   */
  drawDistinct(draw: () => readonly WeightedPlan[]): readonly WeightedPlan[] {
    for (let attempt = 0; ; attempt++) {
      const tool = draw();
      const keys = this.#bareKeys(tool);
      const isDistinct = new Set(keys).size === keys.length && !keys.some((key) => this.#bare.has(key));
      if (isDistinct || attempt === 50) return tool;
    }
  }

  #bareKeys(plans: readonly WeightedPlan[]): string[] {
    const seen = plans.map(({ plan }) => this.observe(plan)).filter(({ payloadBytes }) => payloadBytes === 0);
    return seen.map(({ sequence, packets }) => `${sequence} ${packets.join(' ')}`);
  }
}
