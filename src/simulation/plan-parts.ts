import type { Payload } from './payload.js';
import type { HostPlan, Pace, Plan, PingStep, Step, TcpStep, UdpStep } from './plan.js';

/** Short names to write tool tables with: what is left out takes the value most tools have. */
export function tcp(
  port: number,
  tries: number,
  options: Partial<Omit<TcpStep, 'kind' | 'port' | 'tries'>> = {},
): TcpStep {
  return {
    kind: 'tcp',
    port,
    tries,
    retry: 'stack',
    handshake: 'full',
    talk: [],
    acksReplies: false,
    close: 'fin',
    ...options,
  };
}

/** A connect scan: on an open port SYN, ACK and RST. */
export function knock(port: number, tries: number, options: Partial<TcpStep> = {}): TcpStep {
  return tcp(port, tries, { close: 'rst', ...options });
}

/** A scan that sends one bare SYN per try, also to an open port. */
export function syn(port: number, tries = 1, options: Partial<TcpStep> = {}): TcpStep {
  return tcp(port, tries, { handshake: 'half', close: 'none', retry: 'application', ...options });
}

export function udp(port: number, send: Payload, count = 1, reply?: Payload): UdpStep {
  return { kind: 'udp', port, send, count, reply };
}

export function ping(data: Payload, count = 1): PingStep {
  return { kind: 'ping', count, data };
}

/** The same steps for the honeypots of the given roles. */
export function hosts(roles: readonly number[], ...steps: readonly Step[]): HostPlan[] {
  return roles.map((role) => ({ role, steps }));
}

export function host(role: number, ...steps: readonly Step[]): HostPlan {
  return { role, steps };
}

export const inSequence: Pace = { mode: 'sequence', hostGapMs: 15, rttMs: [30, 220] };
export const inParallel: Pace = { mode: 'parallel', hostGapMs: 8, rttMs: [30, 220] };

/** One connection after the other begun every `ms`, so that a long brute force stays under half a minute. */
export function hurried(ms: number): Pace {
  return { mode: 'parallel', hostGapMs: 4, rttMs: [12, 40], connectionEveryMs: ms };
}

export function plan(
  tool: string,
  variant: string,
  hostPlans: readonly HostPlan[],
  options: Partial<Omit<Plan, 'tool' | 'variant' | 'hosts'>> = {},
): Plan {
  return {
    tool,
    variant,
    hosts: hostPlans,
    stacks: ['windows-xp', 'windows-2000'],
    sourcePorts: 'sequential',
    pace: inSequence,
    pick: 'all',
    rounds: 1,
    shufflesPorts: false,
    ...options,
  };
}
