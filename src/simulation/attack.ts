import { dayUs, type Attacker, type Target } from './attacker.js';
import { ipProtocol, quotedPacket, tcpFlag } from './frames.js';
import { segmentsOf, type Segment } from './payload.js';
import type { BackscatterStep, HostPlan, PingStep, Plan, RawStep, Step, UdpStep } from './plan.js';
import { noOptions } from './stacks.js';
import { playTcp } from './tcp-session.js';

const nothing: Segment = { bytes: new Uint8Array(0), sum: 0 };

/** A honeypot and what is done to it. */
export interface Assault {
  readonly host: HostPlan;
  readonly target: Target;
}

/** Sends everything one attack source sends, and the honeypots' answers, into the attacker's frames. */
export function playAttack(
  attacker: Attacker,
  plan: Plan,
  assaults: readonly Assault[],
  startUs: number,
): void {
  let at = startUs;
  const shift = plan.shufflesPorts ? attacker.fields.rng : null;
  const order =
    shift === null ? null : shift.shuffled((assaults[0]?.host.steps ?? []).map((_, index) => index));
  for (const { target, host } of assaults) {
    const { steps } = host;
    const ordered =
      order === null ? steps : order.map((index) => steps[index]).filter((step) => step !== undefined);
    let end = at;
    for (let round = 0; round < plan.rounds; round++) {
      for (const step of ordered) end = playStep(attacker, target, step, end, plan) + 2000;
    }
    at = (plan.pace.mode === 'parallel' ? at : end) + attacker.jitter(plan.pace.hostGapMs * 1000);
  }
}

/** The honeypots a source attacks, in environment order. */
export function chooseAssaults(
  attacker: Attacker,
  plan: Plan,
  targets: readonly Target[],
): readonly Assault[] {
  const reachable = targets.flatMap((target) => {
    const host = plan.hosts.find(({ role }) => role === target.index % 3);
    return host === undefined ? [] : [{ host, target }];
  });
  if (plan.pick === 'all' || reachable.length === 0) return reachable;
  return [attacker.fields.rng.pick(reachable)];
}

function playStep(attacker: Attacker, target: Target, step: Step, at: number, plan: Plan): number {
  if (at >= dayUs) return at;
  switch (step.kind) {
    case 'tcp': {
      const every = plan.pace.connectionEveryMs;
      return playTcp(attacker, target, step, at, every === undefined ? undefined : every * 1000);
    }
    case 'udp':
      return playUdp(attacker, target, step, at);
    case 'ping':
      return playPing(attacker, target, step, at);
    case 'raw':
      return playRaw(attacker, target, step, at);
    case 'backscatter':
      return playBackscatter(attacker, target, step, at);
  }
}

function playUdp(attacker: Attacker, target: Target, step: UdpStep, startUs: number): number {
  const { frames } = attacker;
  const [wayIn, wayOut] = [attacker.wayIn(target), attacker.wayOut(target)];
  let at = startUs;
  for (let count = 0; count < step.count; count++) {
    const sourcePort = attacker.nextSourcePort();
    const data = step.send.render(attacker.fields, count)[0] ?? nothing;
    if (attacker.arrives(at)) {
      attacker.saw(ipProtocol.udp, step.port, at, target, data.bytes.length, (time, ipId) => {
        frames.udp(time, wayIn, ipId, sourcePort, step.port, data);
      });
      const answer = step.reply?.render(attacker.fields, count)[0];
      if (at + 300 < dayUs) {
        attacker.outbound++;
        if (!target.openUdp.has(step.port)) {
          const quoted = quotedPacket(
            attacker.identity.address,
            target.address,
            sourcePort,
            step.port,
            ipProtocol.udp,
          );
          frames.icmp(at + 300, wayOut, attacker.nextHostIpId(), 3, 3, 0, oneSegment(quoted));
        } else if (answer === undefined) attacker.outbound--;
        else frames.udp(at + 300, wayOut, attacker.nextHostIpId(), step.port, sourcePort, answer);
      }
    }
    at += attacker.jitter(attacker.identity.rttUs);
  }
  return at;
}

function playPing(attacker: Attacker, target: Target, step: PingStep, startUs: number): number {
  const { frames } = attacker;
  let at = startUs;
  for (let count = 0; count < step.count; count++) {
    const data = step.data.render(attacker.fields, count)[0] ?? nothing;
    const rest = 0x0200_0000 + 256 * (count + 1);
    if (attacker.arrives(at)) {
      attacker.saw(ipProtocol.icmp, 0, at, target, data.bytes.length, (time, ipId) => {
        frames.icmp(time, attacker.wayIn(target), ipId, 8, 0, rest, data);
      });
      if (at + 200 < dayUs) {
        attacker.outbound++;
        frames.icmp(at + 200, attacker.wayOut(target), attacker.nextHostIpId(), 0, 0, rest, data);
      }
    }
    at += attacker.jitter(attacker.identity.rttUs);
  }
  return at;
}

function playRaw(attacker: Attacker, target: Target, step: RawStep, startUs: number): number {
  let at = startUs;
  for (let count = 0; count < step.count; count++) {
    const data = step.data.render(attacker.fields, count)[0] ?? nothing;
    if (attacker.arrives(at)) {
      attacker.saw(step.protocol, 0, at, target, data.bytes.length, (time, ipId) => {
        attacker.frames.raw(time, attacker.wayIn(target), ipId, step.protocol, data);
      });
    }
    at += attacker.jitter(attacker.identity.rttUs);
  }
  return at;
}

/** Nothing but answers: SYN+ACKs repeat at growing intervals and are reset by the honeypot, the rest is ignored. */
function playBackscatter(attacker: Attacker, target: Target, step: BackscatterStep, startUs: number): number {
  const { frames, fields } = attacker;
  const [wayIn, wayOut] = [attacker.wayIn(target), attacker.wayOut(target)];
  const port = fields.rng.pick(step.ports);
  const [seq, ack] = [attacker.rng.uint32(), attacker.rng.uint32()];
  const count = attacker.repeats(step.count);
  let at = startUs;
  for (let sent = 0; sent < count; sent++) {
    if (attacker.arrives(at)) {
      if (step.answer === 'unreachable') {
        const quoted = quotedPacket(
          target.address,
          attacker.identity.address,
          port,
          step.fromPort,
          ipProtocol.tcp,
        );
        attacker.saw(ipProtocol.icmp, 0, at, target, 0, (time, ipId) => {
          frames.icmp(time, wayIn, ipId, 3, 1, 0, oneSegment(quoted));
        });
      } else {
        const flags = step.answer === 'rst' ? tcpFlag.rst | tcpFlag.ack : tcpFlag.syn | tcpFlag.ack;
        attacker.saw(ipProtocol.tcp, port, at, target, 0, (time, ipId) => {
          frames.tcp(time, wayIn, ipId, step.fromPort, port, seq, ack, flags, 8192, noOptions, null);
        });
        if (step.answer === 'syn-ack' && at + 200 < dayUs) {
          attacker.outbound++;
          const hostId = attacker.nextHostIpId();
          frames.tcp(at + 200, wayOut, hostId, port, step.fromPort, ack, 0, tcpFlag.rst, 0, noOptions, null);
        }
      }
    }
    at += step.answer === 'syn-ack' ? 3e6 << sent : attacker.jitter(400_000);
  }
  return at;
}

function oneSegment(bytes: Uint8Array): Segment {
  return segmentsOf(bytes)[0] ?? nothing;
}
