import type { Direction, FrameWriter } from './frames.js';
import type { FieldSource } from './payload.js';
import type { Repeat, SourcePorts } from './plan.js';
import { Rng } from './rng.js';
import type { Stack } from './stacks.js';

export const dayUs = 86_400e6;
/** How long after its original a packet of a thinned capture comes again. */
const againUs = 250_000;

/** A honeypot as the network sees it on one day. */
export interface Target {
  readonly index: number;
  readonly name: string;
  readonly address: number;
  readonly ttl: number;
  readonly window: number;
  readonly openTcp: ReadonlySet<number>;
  readonly openUdp: ReadonlySet<number>;
}

/** Chances per packet, 0..1. */
export interface PathQuality {
  /** A packet is lost: on its way in, before the capture sees it; on its way out, after. */
  readonly lossRate: number;
  /** A segment that arrived is sent once more. */
  readonly retransmissionRate: number;
  /** The attacker notices neither: the packets are only missing from the capture, or in it twice. */
  readonly isThinned?: boolean | undefined;
}

export interface SourceIdentity {
  readonly address: number;
  readonly stack: Stack;
  readonly sourcePorts: SourcePorts;
  readonly rttUs: number;
}

/** One attack source at work: who it is, its chance, and what of it the capture saw. Reused from source to source. */
export class Attacker {
  readonly frames: FrameWriter;
  readonly path: PathQuality;
  /** Timing and identity. */
  readonly rng = new Rng(0);
  readonly fields: FieldSource;
  identity!: SourceIdentity;
  inbound = 0;
  outbound = 0;
  /** Inbound packets by honeypot, and bytes of payload in them. */
  readonly perTarget: number[] = [];
  payloadBytes = 0;
  readonly #chanceRng = new Rng(0);
  readonly #repeats = new Map<Repeat, number>();
  /** Port key -> time of its first inbound packet. */
  readonly #firstSeen = new Map<number, number>();
  #sourcePort = 0;
  #ipId = 0;
  #hostIpId = 0;
  #hops = 0;

  constructor(frames: FrameWriter, path: PathQuality, randomFields: boolean) {
    this.frames = frames;
    this.path = path;
    this.fields = { rng: new Rng(0), named: new Map(), randomFields };
  }

  /** Call before `begin`: whatever is drawn from `rng` for the identity stays independent of the loss. */
  reseed(seed: number, month: number, source: number): void {
    this.rng.reseed(seed, month, source, 1);
    this.fields.rng.reseed(seed, month, source, 2);
    this.#chanceRng.reseed(seed, month, source, 3);
  }

  begin(identity: SourceIdentity): void {
    this.identity = identity;
    this.inbound = 0;
    this.outbound = 0;
    this.perTarget.fill(0);
    this.payloadBytes = 0;
    this.fields.named.clear();
    this.#repeats.clear();
    this.#firstSeen.clear();
    this.#sourcePort = this.rng.between(1025, 4999);
    this.#ipId = this.rng.int(0x10000);
    this.#hostIpId = this.rng.int(0x10000);
    this.#hops = this.rng.between(6, 22);
  }

  /** Drawn once per source, so that every honeypot is attacked alike. */
  repeats(repeat: Repeat | undefined): number {
    if (repeat === undefined) return 1;
    let count = this.#repeats.get(repeat);
    if (count === undefined) {
      const { rng } = this.fields;
      count = 'choices' in repeat ? rng.pick(repeat.choices) : rng.between(repeat.min, repeat.max);
      this.#repeats.set(repeat, count);
    }
    return count;
  }

  /** The drawn counts that had a list to choose from: they name a configuration. */
  chosenRepeats(): number[] {
    return [...this.#repeats]
      .filter(([repeat]) => 'choices' in repeat && repeat.choices.length > 1)
      .map(([, n]) => n);
  }

  nextSourcePort(): number {
    const mode = this.identity.sourcePorts;
    if (mode === 'fixed') return this.#sourcePort;
    if (mode === 'random') return this.rng.between(1024, 65535);
    this.#sourcePort = this.#sourcePort >= 65535 ? 1025 : this.#sourcePort + 1;
    return this.#sourcePort;
  }

  nextIpId(): number {
    const mode = this.identity.stack.ipId;
    if (mode === 'zero') return 0;
    this.#ipId = (mode === 'random' ? this.rng.int(0x10000) : this.#ipId + 1) & 0xffff;
    return this.#ipId;
  }

  nextHostIpId(): number {
    this.#hostIpId = (this.#hostIpId + 1) & 0xffff;
    return this.#hostIpId;
  }

  wayIn(target: Target): Direction {
    const { address, stack } = this.identity;
    return {
      source: address,
      destination: target.address,
      inbound: true,
      hostCard: 16 + target.index,
      ttl: stack.initialTtl - this.#hops,
      dontFragment: stack.dontFragment,
    };
  }

  wayOut(target: Target): Direction {
    return {
      source: target.address,
      destination: this.identity.address,
      inbound: false,
      hostCard: 16 + target.index,
      ttl: target.ttl,
      dontFragment: true,
    };
  }

  /** Whether an inbound packet gets as far as the capture. */
  arrives(timeUs: number): boolean {
    if (timeUs >= dayUs) return false;
    const isLost = this.#reacts && this.#strikes(this.path.lossRate);
    // It was sent all the same, and numbered.
    if (isLost) this.nextIpId();
    return !isLost;
  }

  /** Whether an outbound packet, already captured, gets to the attacker. */
  returns(): boolean {
    return !(this.#reacts && this.#strikes(this.path.lossRate));
  }

  /** Whether a segment is sent again although it arrived. */
  repeatsSegment(): boolean {
    return this.#reacts && this.#strikes(this.path.retransmissionRate);
  }

  get #reacts(): boolean {
    return this.path.isThinned !== true;
  }

  #strikes(rate: number): boolean {
    return rate > 0 && this.#chanceRng.chance(rate);
  }

  /**
   * An inbound packet: counts it, remembers when its port was first seen, and has `write` put it into the capture - once,
   * or, where the capture is thinned, not at all or twice.
   */
  saw(
    protocol: number,
    port: number,
    timeUs: number,
    target: Target,
    payloadBytes: number,
    write: (timeUs: number, ipId: number) => void,
  ): void {
    const ipId = this.nextIpId();
    const { lossRate, retransmissionRate } = this.path;
    if (!this.#reacts && this.#strikes(lossRate)) return;
    this.#count(protocol, port, timeUs, target, payloadBytes);
    write(timeUs, ipId);
    const again = timeUs + this.identity.rttUs + againUs;
    if (this.#reacts || again >= dayUs || !this.#strikes(retransmissionRate)) return;
    this.#count(protocol, port, again, target, payloadBytes);
    write(again, (ipId + 1) & 0xffff);
  }

  #count(protocol: number, port: number, timeUs: number, target: Target, payloadBytes: number): void {
    this.inbound++;
    this.perTarget[target.index] = (this.perTarget[target.index] ?? 0) + 1;
    this.payloadBytes += payloadBytes;
    const key = protocol * 0x10000 + port;
    const known = this.#firstSeen.get(key);
    if (known === undefined || timeUs < known) this.#firstSeen.set(key, timeUs);
  }

  /** The ports sequence of what the capture saw: `80,57,21`, `1434U`, `I`, `P47`. */
  sequence(): string {
    return [...this.#firstSeen]
      .sort(([keyA, a], [keyB, b]) => a - b || keyA - keyB)
      .map(([key]) => portText(key >>> 16, key & 0xffff))
      .join(',');
  }

  portKeys(): Iterable<number> {
    return this.#firstSeen.keys();
  }

  /** `value` give or take 10%. */
  jitter(value: number): number {
    return Math.round(value * (0.9 + 0.2 * this.rng.float()));
  }
}

function portText(protocol: number, port: number): string {
  if (protocol === 6) return String(port);
  if (protocol === 17) return `${port}U`;
  return protocol === 1 ? 'I' : `P${protocol}`;
}
