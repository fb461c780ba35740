import { dayUs, type Attacker } from './attacker.js';
import { tcpFlag } from './frames.js';
import type { Segment } from './payload.js';
import type { Exchange, TcpStep } from './plan.js';
import { advanced, type TcpFlow } from './tcp-flow.js';

const serverTimeoutUs = 1e6;
/** Segments are given up after this many losses in a row. */
const maxAttempts = 6;

const { ack: ACK, fin: FIN, push: PUSH, rst: RST } = tcpFlag;

/** An established connection, one exchange after the other. */
export class TcpTalk {
  readonly #flow: TcpFlow;
  readonly #attacker: Attacker;
  readonly #acksReplies: boolean;
  #at: number;
  #isBroken = false;

  constructor(flow: TcpFlow, acksReplies: boolean, at: number) {
    this.#flow = flow;
    this.#attacker = flow.attacker;
    this.#acksReplies = acksReplies;
    this.#at = at;
  }

  exchange(exchange: Exchange, attempt: number): void {
    const times = this.#attacker.repeats(exchange.repeat);
    for (let turn = 0; turn < times && !this.#isBroken && this.#at < dayUs; turn++) {
      const segments = exchange.send.render(
        this.#attacker.fields,
        exchange.repeat === undefined ? attempt : turn,
      );
      const last = segments.at(-1);
      this.#say(segments);
      if (this.#isBroken || last === undefined) return;
      if (exchange.reply === undefined) this.#acknowledge(last);
      else this.hear(exchange.reply.render(this.#attacker.fields, attempt), last);
    }
  }

  /** The client's segments back to back; those that are lost come again after a time-out, in order. */
  #say(segments: readonly Segment[]): void {
    const flow = this.#flow;
    let seq = flow.clientSeq;
    const lost: [number, Segment][] = [];
    for (const segment of segments) {
      this.#at += this.#attacker.jitter(400);
      if (flow.send(this.#at, seq, ACK | PUSH, segment)) this.#maybeRepeat(seq, ACK | PUSH, segment);
      else lost.push([seq, segment]);
      seq = advanced(seq, segment.bytes.length);
    }
    for (const [lostSeq, segment] of lost) this.#again(lostSeq, ACK | PUSH, segment);
    flow.clientSeq = seq;
  }

  /** The honeypot's bare ACK; when it gets lost the last segment comes again. */
  #acknowledge(last: Segment): void {
    const flow = this.#flow;
    for (
      let attempts = 1;
      !flow.answer(this.#at + 300, flow.serverSeq, flow.clientSeq, ACK, null);
      attempts++
    ) {
      if (attempts >= maxAttempts || this.#at >= dayUs) return;
      this.#at += this.#timeoutUs();
      flow.send(this.#at, advanced(flow.clientSeq, -last.bytes.length), ACK | PUSH, last);
    }
  }

  /** Retransmits until the capture sees the packet. */
  #again(seq: number, flags: number, data: Segment | null): void {
    for (let attempts = 1; attempts < maxAttempts; attempts++) {
      this.#at += this.#timeoutUs() * attempts;
      if (this.#flow.send(this.#at, seq, flags, data)) return;
    }
    this.#isBroken = true;
  }

  #maybeRepeat(seq: number, flags: number, data: Segment | null): void {
    if (!this.#attacker.repeatsSegment()) return;
    const again = this.#at + this.#timeoutUs();
    if (this.#flow.send(again, seq, flags, data)) {
      this.#flow.answer(again + 200, this.#flow.serverSeq, advanced(seq, data?.bytes.length ?? 1), ACK, null);
    }
  }

  /**
   * The honeypot's segments, repeated until they get through; then the client's ACK when it sends bare ones. While they
   * are lost, so is the acknowledgement of `asked`, the client's own last segment, which comes again.
   */
  hear(segments: readonly Segment[], asked: Segment | null): void {
    const flow = this.#flow;
    this.#at += 600 + this.#attacker.rng.int(900);
    for (const segment of segments) {
      for (let attempts = 1; ; attempts++) {
        if (flow.answer(this.#at, flow.serverSeq, flow.clientSeq, ACK | PUSH, segment)) break;
        if (asked !== null) this.#askAgain(asked);
        this.#at += serverTimeoutUs;
        this.#isBroken = attempts >= maxAttempts || this.#at >= dayUs;
        if (this.#isBroken) return;
      }
      this.#at += 50;
      flow.serverSeq = advanced(flow.serverSeq, segment.bytes.length);
    }
    this.#at += this.#attacker.jitter(this.#attacker.identity.rttUs);
    if (this.#acksReplies) flow.send(this.#at, flow.clientSeq, ACK, null);
  }

  #askAgain(asked: Segment): void {
    const flow = this.#flow;
    const at = this.#at + this.#timeoutUs();
    if (flow.send(at, advanced(flow.clientSeq, -asked.bytes.length), ACK | PUSH, asked)) {
      flow.answer(at + 200, flow.serverSeq, flow.clientSeq, ACK, null);
    }
  }

  close(how: TcpStep['close']): number {
    if (this.#isBroken || how === 'none') return this.#at;
    const flow = this.#flow;
    this.#at += 1000 + this.#attacker.rng.int(2000);
    if (how === 'rst') flow.send(this.#at, flow.clientSeq, RST | ACK, null);
    else if (how === 'fin') this.#closeActively();
    else this.#closePassively();
    return this.#at;
  }

  /** FIN of the client, ACK and FIN of the honeypot, last ACK of the client. */
  #closeActively(): void {
    const flow = this.#flow;
    if (flow.send(this.#at, flow.clientSeq, FIN | ACK, null))
      this.#maybeRepeat(flow.clientSeq, FIN | ACK, null);
    else this.#again(flow.clientSeq, FIN | ACK, null);
    if (this.#isBroken) return;
    flow.clientSeq = advanced(flow.clientSeq, 1);
    this.#serverFin();
    this.#lastAck();
  }

  #closePassively(): void {
    const flow = this.#flow;
    this.#serverFin();
    this.#lastAck();
    if (!flow.send(this.#at + 200, flow.clientSeq, FIN | ACK, null))
      this.#again(flow.clientSeq, FIN | ACK, null);
    flow.answer(this.#at + 500, flow.serverSeq, advanced(flow.clientSeq, 1), ACK, null);
  }

  #serverFin(): void {
    const flow = this.#flow;
    for (let attempts = 1; attempts < maxAttempts && this.#at < dayUs; attempts++) {
      if (flow.answer(this.#at + 300, flow.serverSeq, flow.clientSeq, FIN | ACK, null)) break;
      this.#at += serverTimeoutUs;
    }
    flow.serverSeq = advanced(flow.serverSeq, 1);
    this.#at += this.#attacker.jitter(this.#attacker.identity.rttUs);
  }

  /** Lost, it comes again once the honeypot has repeated its FIN. */
  #lastAck(): void {
    const flow = this.#flow;
    for (let attempts = 1; !flow.send(this.#at, flow.clientSeq, ACK, null); attempts++) {
      if (attempts >= maxAttempts || this.#at >= dayUs) return;
      this.#at += serverTimeoutUs;
      flow.answer(this.#at, advanced(flow.serverSeq, -1), flow.clientSeq, FIN | ACK, null);
      this.#at += this.#attacker.identity.rttUs;
    }
  }

  #timeoutUs(): number {
    return Math.max(300_000, 3 * this.#attacker.identity.rttUs);
  }
}
