import type { Payload } from './payload.js';
import type { StackName } from './stacks.js';

/** How often something is done: drawn once per attack source. */
export type Repeat = { readonly choices: readonly number[] } | { readonly min: number; readonly max: number };

/** What a client says in a session, and what the honeypot answers. */
export interface Exchange {
  readonly send: Payload;
  readonly reply?: Payload | undefined;
  /** A brute force inside one session. */
  readonly repeat?: Repeat | undefined;
}

/**
 * One TCP port. Where the port is closed, `tries` SYNs are sent, each answered by a RST; where it is open, a session
 * is held. Inbound packets of a session without loss: SYN, ACK, each data segment, one ACK per reply and for the
 * banner when `acksReplies`, and 2, 1, 0 or 2 to close.
 */
export interface TcpStep {
  readonly kind: 'tcp';
  readonly port: number;
  readonly tries: number;
  /** `stack`: the same SYN again (same source port and sequence number). `application`: a new connection each time. */
  readonly retry: 'stack' | 'application';
  /** Data carried by the SYN itself. */
  readonly synData?: Payload | undefined;
  /** `half`: no ACK after the SYN+ACK, as SYN scanners do. */
  readonly handshake: 'full' | 'half';
  readonly banner?: Payload | undefined;
  readonly talk: readonly Exchange[];
  readonly acksReplies: boolean;
  readonly close: 'fin' | 'rst' | 'none' | 'server';
  /** A brute force with one connection per attempt. */
  readonly connections?: Repeat | undefined;
}

export interface UdpStep {
  readonly kind: 'udp';
  readonly port: number;
  readonly send: Payload;
  readonly count: number;
  readonly reply?: Payload | undefined;
}

export interface PingStep {
  readonly kind: 'ping';
  readonly count: number;
  readonly data: Payload;
}

/** Packets of another IP protocol. */
export interface RawStep {
  readonly kind: 'raw';
  readonly protocol: number;
  readonly count: number;
  readonly data: Payload;
}

/** Packets that answer somebody else: victims of attacks with forged source addresses. */
export interface BackscatterStep {
  readonly kind: 'backscatter';
  readonly answer: 'syn-ack' | 'rst' | 'unreachable';
  /** Port of the victim's service, and the forged port of the honeypot. */
  readonly fromPort: number;
  readonly ports: readonly number[];
  readonly count: Repeat;
}

export type Step = TcpStep | UdpStep | PingStep | RawStep | BackscatterStep;

/** What is done to one honeypot; `role` is its place among the honeypots, modulo the report's three. */
export interface HostPlan {
  readonly role: number;
  readonly steps: readonly Step[];
}

export interface Pace {
  /** `parallel`: honeypots are begun `hostGapMs` after each other; `sequence`: after the one before is done. */
  readonly mode: 'sequence' | 'parallel';
  readonly hostGapMs: number;
  /** Round-trip time of sources, lowest and highest. */
  readonly rttMs: readonly [number, number];
  /** Begin a brute force's connections this far apart, however long each lasts; without it one after the other. */
  readonly connectionEveryMs?: number | undefined;
  /** Longest stretch without loss that must fit before midnight; default 60. */
  readonly longestSeconds?: number | undefined;
}

export type SourcePorts = 'sequential' | 'random' | 'fixed';

/** One configuration of one tool: everything that decides which packets a source sends. */
export interface Plan {
  /** Truth: the attack tool, and its configuration. Lower-case letters, digits and hyphens. */
  readonly tool: string;
  readonly variant: string;
  readonly stacks: readonly StackName[];
  readonly sourcePorts: SourcePorts;
  readonly pace: Pace;
  readonly hosts: readonly HostPlan[];
  /** `one`: each source picks one of `hosts`, and the variant is named after it. */
  readonly pick: 'all' | 'one';
  /** The steps of every host are played this often. */
  readonly rounds: number;
  /** A scanner that draws the order of its ports anew for every source. */
  readonly shufflesPorts: boolean;
  /** Days on which the tool is seen, `YYYY-MM-DD`, inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A plan and how common it is; the unit of `weight` is the list's own. */
export interface WeightedPlan {
  readonly plan: Plan;
  readonly weight: number;
}
