import type { HoneysiftError } from '../errors.js';
import type { LinkFacts, LivePacket } from './live-packet.js';

/** Since the session was opened. */
export interface SessionCounters {
  /** Packets that the filter accepted, dropped ones among them as far as the system counts them. */
  readonly received: number;
  /** Packets that did not find room in the kernel's buffer. */
  readonly kernelDrops: number;
  /** Packets that the interface or its driver dropped; 0 where the system does not say. */
  readonly interfaceDrops: number;
}

/** A source of live packets, opened and running. */
export interface LiveSession {
  counters(): SessionCounters;
  /** Hands over what the kernel still holds, then ends: nothing comes afterwards. Again: does nothing. */
  close(): Promise<void>;
}

export interface LiveSessionOptions {
  readonly interface: string;
  readonly filter?: string | undefined;
  readonly snapLength: number;
  readonly promiscuous: boolean;
  /** Of the kernel, bytes. */
  readonly bufferBytes: number;
  /** Before the first packet. */
  readonly onOpen: (facts: LinkFacts) => void;
  /** False ends the session at once. Must not throw. */
  readonly onPacket: (packet: LivePacket) => boolean;
  /** The interface failed; no packet comes any more. */
  readonly onFailure: (error: HoneysiftError) => void;
}

/** @throws HoneysiftError ERR_INTERFACE, ERR_FILTER, ERR_LIBPCAP; and what onOpen throws */
export type OpenLiveSession = (options: LiveSessionOptions) => LiveSession;
