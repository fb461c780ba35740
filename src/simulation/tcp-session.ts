import { dayUs, type Attacker, type Target } from './attacker.js';
import { tcpFlag } from './frames.js';
import type { Segment } from './payload.js';
import type { TcpStep } from './plan.js';
import { advanced, TcpFlow } from './tcp-flow.js';
import { TcpTalk } from './tcp-talk.js';

const synTimeoutUs = 3e6;
const refusedRetryUs = 0.5e6;

const { ack: ACK, rst: RST, syn: SYN } = tcpFlag;

/** Plays one step against one honeypot from `startUs` on; returns when it is over. */
export function playTcp(
  attacker: Attacker,
  target: Target,
  step: TcpStep,
  startUs: number,
  everyUs?: number,
): number {
  const connections = attacker.repeats(step.connections);
  const play = !target.openTcp.has(step.port) ? refused : step.handshake === 'half' ? halfOpen : session;
  let at = startUs;
  let end = startUs;
  for (let attempt = 0; attempt < connections && at < dayUs; attempt++) {
    const done = play(attacker, target, step, attempt, at);
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
  let data = synData(step, attacker, attempt);
  let at = startUs;
  let silences = 0;
  for (let sent = 1; at < dayUs; sent++) {
    const acknowledged = advanced(flow.clientSeq, 1 + (data?.bytes.length ?? 0));
    const heard = knock(flow, data, at, (time) => flow.refuse(time + 250, acknowledged));
    if (heard ? sent >= step.tries : sent >= limit) break;
    at += heard ? attacker.jitter(refusedRetryUs) : synTimeoutUs << silences++;
    if (isStack) continue;
    flow = new TcpFlow(attacker, target, step.port);
    data = synData(step, attacker, attempt);
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

/** A SYN scanner on an open port: answered, and then left alone or reset by its own kernel. */
function halfOpen(
  attacker: Attacker,
  target: Target,
  step: TcpStep,
  attempt: number,
  startUs: number,
): number {
  const isStack = step.retry === 'stack';
  const limit = isStack ? Math.max(step.tries, attacker.identity.stack.synLimit) : step.tries;
  let flow = new TcpFlow(attacker, target, step.port);
  let data = synData(step, attacker, attempt);
  let at = startUs;
  let silences = 0;
  for (let sent = 1; at < dayUs; sent++) {
    const heard = knock(flow, data, at, greeting(flow));
    if (heard) leave(flow, step, at);
    if (sent >= limit || (isStack && heard)) break;
    at += heard || !isStack ? attacker.jitter(refusedRetryUs) : synTimeoutUs << silences++;
    if (isStack) continue;
    flow = new TcpFlow(attacker, target, step.port);
    data = synData(step, attacker, attempt);
  }
  return at + attacker.identity.rttUs;
}

/** What follows a SYN+ACK nobody wanted: a RST, or nothing, and the honeypot repeats itself. */
function leave(flow: TcpFlow, step: TcpStep, at: number): void {
  if (step.close === 'none') {
    const repeat = greeting(flow);
    for (const wait of [3e6, 9e6]) repeat(at + wait);
  } else {
    flow.send(
      at + flow.attacker.jitter(flow.attacker.identity.rttUs),
      advanced(flow.clientSeq, 1),
      RST,
      null,
    );
  }
}

/** The honeypot's SYN+ACK. */
function greeting(flow: TcpFlow): (at: number) => boolean {
  return (at) => flow.answer(at + 250, flow.serverSeq, advanced(flow.clientSeq, 1), SYN | ACK, null);
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
  let at = startUs;
  for (let sent = 1; !knock(flow, data, at, greeting(flow)); sent++) {
    if (sent >= limit || at >= dayUs) return at;
    at += synTimeoutUs << (sent - 1);
  }
  flow.clientSeq = advanced(flow.clientSeq, 1);
  flow.serverSeq = advanced(flow.serverSeq, 1);
  at += attacker.jitter(attacker.identity.rttUs);
  flow.send(at, flow.clientSeq, ACK, null);
  const talk = new TcpTalk(flow, step.acksReplies, at);
  if (step.banner !== undefined) talk.hear(step.banner.render(attacker.fields, attempt), null);
  for (const exchange of step.talk) talk.exchange(exchange, attempt);
  return talk.close(step.close);
}
