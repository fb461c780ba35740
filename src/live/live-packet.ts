/** A packet as it came from an interface. `bytes` are valid only while it is handed over. */
export interface LivePacket {
  /** Since 1970-01-01 UTC. */
  readonly seconds: number;
  /** Of a second, in the units of TimeResolution. */
  readonly fraction: number;
  /** Length on the wire; more than `bytes.length` when the packet was snapped. */
  readonly originalLength: number;
  readonly bytes: Uint8Array;
}

export type TimeResolution = 'microseconds' | 'nanoseconds';

/** What makes the header of a pcap file. */
export interface LinkFacts {
  /** As https://www.tcpdump.org/linktypes.html numbers them. */
  readonly linkType: number;
  readonly snapLength: number;
  readonly resolution: TimeResolution;
}
