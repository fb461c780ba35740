/** A packet that a log tells of, as far as it does. Logs of honeypots have one direction: towards the honeypot. */
export interface LoggedPacket {
  /** Nanoseconds since 1970, UTC. */
  readonly timeNs: bigint;
  /** When its connection began: ports are used again. */
  readonly startNs: bigint;
  /** 4 or 16 bytes each, of the same family. */
  readonly source: Uint8Array;
  readonly target: Uint8Array;
  /** IANA number; 1 is turned into 58 for IPv6. */
  readonly protocol: number;
  /** TCP and UDP ports; ICMP type and code. */
  readonly sourcePort: number;
  readonly targetPort: number;
  /** TCP only. */
  readonly flags: number;
  /** TCP only: bytes that were sent on the connection before. */
  readonly sequence: number;
  readonly payload: Uint8Array;
}

/** What one line gave: packets, or why it gave none. */
export type LogReading =
  | { readonly packets: Iterable<LoggedPacket> }
  /** An event of which no packet can be told. */
  | { readonly skipped: string }
  | { readonly broken: true };

/** Reads a log line by line; keeps what later lines refer to. */
export interface LogReader {
  /** `cowrie-json`, ... */
  readonly format: string;
  read(line: string): LogReading;
}

export const tcpFlag = { fin: 1, syn: 2, rst: 4, push: 8, ack: 16 } as const;
export const noPayload = new Uint8Array(0);
