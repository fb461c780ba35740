import { dayUs, type Attacker, type Target } from './attacker.js';
import { ipProtocol, tcpFlag, type Direction } from './frames.js';
import type { Segment } from './payload.js';
import { noOptions, type TcpOptions } from './stacks.js';

const hostSynOptions: TcpOptions = { bytes: Uint8Array.of(2, 4, 5, 0xb4), sum: 0x0204 + 0x05b4 };

/** One TCP connection's addresses and sequence numbers, and the packets as the capture sees them. */
export class TcpFlow {
  readonly attacker: Attacker;
  readonly port: number;
  readonly #target: Target;
  readonly #in: Direction;
  readonly #out: Direction;
  readonly #sourcePort: number;
  /** Next sequence number of either side. */
  clientSeq: number;
  serverSeq: number;

  constructor(attacker: Attacker, target: Target, port: number) {
    this.attacker = attacker;
    this.port = port;
    this.#target = target;
    this.#in = attacker.wayIn(target);
    this.#out = attacker.wayOut(target);
    this.#sourcePort = attacker.nextSourcePort();
    this.clientSeq = attacker.rng.uint32();
    this.serverSeq = attacker.rng.uint32();
  }

  /** An inbound SYN; false when it was lost before the capture. */
  syn(timeUs: number, data: Segment | null): boolean {
    const { attacker } = this;
    if (!attacker.arrives(timeUs)) return false;
    this.#inbound(timeUs, this.clientSeq, 0, tcpFlag.syn, attacker.identity.stack.synOptions, data);
    return true;
  }

  /** Any later inbound packet, with the given sequence number; false when lost. */
  send(timeUs: number, seq: number, flags: number, data: Segment | null): boolean {
    if (!this.attacker.arrives(timeUs)) return false;
    const ack = (flags & tcpFlag.ack) === 0 ? 0 : this.serverSeq;
    this.#inbound(timeUs, seq, ack, flags, noOptions, data);
    return true;
  }

  /** An outbound packet; `ack` is what the honeypot has received. False when it is lost behind the capture. */
  answer(timeUs: number, seq: number, ack: number, flags: number, data: Segment | null): boolean {
    const { attacker } = this;
    if (timeUs >= dayUs) return false;
    attacker.outbound++;
    attacker.frames.tcp(
      timeUs,
      this.#out,
      attacker.nextHostIpId(),
      this.port,
      this.#sourcePort,
      seq,
      ack,
      flags,
      (flags & tcpFlag.rst) === 0 ? this.#target.window : 0,
      (flags & tcpFlag.syn) === 0 ? noOptions : hostSynOptions,
      data,
    );
    return attacker.returns();
  }

  /** The honeypot's refusal of a SYN (`seq` zero) or of a packet that belongs to no connection of its own. */
  refuse(timeUs: number, ack: number): boolean {
    return this.answer(timeUs, 0, ack, tcpFlag.rst | tcpFlag.ack, null);
  }

  #inbound(
    timeUs: number,
    seq: number,
    ack: number,
    flags: number,
    options: TcpOptions,
    data: Segment | null,
  ): void {
    const { attacker } = this;
    const bytes = data === null ? 0 : data.bytes.length;
    attacker.saw(ipProtocol.tcp, this.port, timeUs, this.#target, bytes, (time, ipId) => {
      attacker.frames.tcp(
        time,
        this.#in,
        ipId,
        this.#sourcePort,
        this.port,
        seq,
        ack,
        flags,
        attacker.identity.stack.window,
        options,
        data,
      );
    });
  }
}

/** Sequence numbers wrap at 2^32. */
export function advanced(seq: number, by: number): number {
  return (seq + by) >>> 0;
}
