import { dayUs, type Attacker, type Target } from './attacker.js';
import { tcpFlag } from './frames.js';
import type { Segment } from './payload.js';
import type { Exchange, TcpStep } from './plan.js';
import { advanced, TcpFlow } from './tcp-flow.js';

const synTimeoutUs = 3e6;
const refusedRetryUs = 0.5e6;
const serverTimeoutUs = 1e6;
/** Segments are given up after this many losses in a row. */
const maxAttempts = 6;

const { ack: ACK, fin: FIN, push: PUSH, rst: RST, syn: SYN } = tcpFlag;

/** Plays one step against one honeypot from `startUs` on; returns when it is over. */
export function playTcp(
  attacker: Attacker,
  target: Target,
  step: TcpStep,
  startUs: number,
  everyUs?: number,
): number {
  const connections = attacker.repeats(step.connections);
  const isOpen = target.openTcp.has(step.port);
  let at = startUs;
  let end = startUs;
  for (let attempt = 0; attempt < connections && at < dayUs; attempt++) {
    const done = isOpen
      ? session(attacker, target, step, attempt, at)
      : refused(attacker, target, step, attempt, at);
    end = Math.max(end, done);
    at = everyUs === undefined ? done + 1000 : at + attacker.jitter(everyUs);
  }
  return end;
}

/** A closed port: SYNs, each refused. */
function refused(
  attacker: Attacker,
  target: Target,
  step: TcpStep,
  attempt: number,
  startUs: number,
): number {
  const isStack = step.retry === 'stack';
  const limit = isStack ? Math.max(step.tries, attacker.identity.stack.synLimit) : step.tries;
  let flow = new TcpFlow(attacker, target, step.port);
  let at = startUs;
  let silences = 0;
  for (let sent = 1; at < dayUs; sent++) {
    const data = synData(step, attacker, attempt);
    const acknowledged = advanced(flow.clientSeq, 1 + (data?.bytes.length ?? 0));
    const heard = knock(flow, data, at, (time) => flow.refuse(time + 250, acknowledged));
    if (heard ? sent >= step.tries : sent >= limit) break;
    at += heard ? attacker.jitter(refusedRetryUs) : synTimeoutUs << silences++;
    if (!isStack) flow = new TcpFlow(attacker, target, step.port);
  }
  return at + attacker.identity.rttUs;
}

/** One SYN and what it meets; true when the honeypot's answer came back. */
function knock(flow: TcpFlow, data: Segment | null, at: number, respond: (at: number) => boolean): boolean {
  if (!flow.syn(at, data)) return false;
  const heard = respond(at);
  // The stack's own impatience: the answer is under way, the SYN is sent again.
  const again = at + synTimeoutUs;
  if (flow.attacker.repeatsSegment() && flow.syn(again, data)) respond(again);
  return heard;
}

function synData(step: TcpStep, attacker: Attacker, attempt: number): Segment | null {
  return step.synData?.render(attacker.fields, attempt)[0] ?? null;
}

function session(
  attacker: Attacker,
  target: Target,
  step: TcpStep,
  attempt: number,
  startUs: number,
): number {
  const flow = new TcpFlow(attacker, target, step.port);
  const data = synData(step, attacker, attempt);
  const limit = Math.max(3, attacker.identity.stack.synLimit);
  const greet = (at: number): boolean =>
    flow.answer(at + 250, flow.serverSeq, advanced(flow.clientSeq, 1), SYN | ACK, null);
  let at = startUs;
  for (let sent = 1; !knock(flow, data, at, greet); sent++) {
    if (sent >= limit || at >= dayUs) return at;
    at += synTimeoutUs << (sent - 1);
  }
  if (step.handshake === 'half') {
    const end = halfOpen(flow, step, at);
    const isAgain = step.retry === 'application' && attempt + 1 < step.tries;
    return isAgain ? session(attacker, target, step, attempt + 1, at + attacker.jitter(refusedRetryUs)) : end;
  }
  flow.clientSeq = advanced(flow.clientSeq, 1);
  flow.serverSeq = advanced(flow.serverSeq, 1);
  at += attacker.jitter(attacker.identity.rttUs);
  flow.send(at, flow.clientSeq, ACK, null);
  const talk = new Talk(flow, step.acksReplies, at);
  if (step.banner !== undefined) talk.hear(step.banner.render(attacker.fields, attempt), null);
  for (const exchange of step.talk) talk.exchange(exchange, attempt);
  return talk.close(step.close);
}

/** A SYN scanner: its kernel resets what it did not ask for, or nothing comes and the honeypot repeats itself. */
function halfOpen(flow: TcpFlow, step: TcpStep, at: number): number {
  if (step.close === 'none') {
    for (const wait of [3e6, 9e6])
      flow.answer(at + wait, flow.serverSeq, advanced(flow.clientSeq, 1), SYN | ACK, null);
    return at + flow.attacker.identity.rttUs;
  }
  const reset = at + flow.attacker.jitter(flow.attacker.identity.rttUs);
  flow.send(reset, advanced(flow.clientSeq, 1), RST, null);
  return reset;
}

/** An established connection, one exchange after the other. */
class Talk {
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
