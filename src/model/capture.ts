/** What one capture held. All counts are of this capture alone; counts of several captures add up. */
export interface CaptureFacts {
  readonly path: string;
  /** SHA-256 of the capture's bytes as stored (before decompression), hex; empty when nobody asked for digests. */
  readonly digest: string;
  /**
   * SHA-256 of what the capture decompresses to, hex: by it a capture is known, whatever its name and compression. Of
   * a file that is not compressed, or whose compressed stream is broken, it is `digest`.
   */
  readonly contentDigest: string;
  /** `pcap`, `pcapng`, with `+gz`, `+zst` or `+xz` when compressed. */
  readonly format: string;
  /** Size of the file as stored, bytes. */
  readonly fileBytes: number;
  /** Without those that the filter left out. */
  readonly packets: number;
  /** Packets that the filter left out; they are in none of the other counts, except for the file's own anomalies. */
  readonly filteredOut: number;
  /** Sum of the packets' original lengths, bytes. */
  readonly bytes: number;
  /** Nanoseconds since 1970-01-01 UTC; null when there is no packet with a time. */
  readonly firstNs: bigint | null;
  readonly lastNs: bigint | null;
  readonly directions: DirectionCounts;
  /** Anomaly name -> how often. */
  readonly anomalies: Readonly<Record<string, number>>;
  /** Non-empty when bytes could not be read as packets. */
  readonly losses: readonly CaptureLoss[];
  readonly scannerMarks: ScannerMarks;
}

/** Packets that bear the header mark of a mass scanner, of whatever direction; src/packets/README.md has the rules. */
export interface ScannerMarks {
  readonly mirai: number;
  readonly masscan: number;
  readonly zmap: number;
}

/** A stretch of a capture that could not be decoded. Offsets are in the uncompressed stream. */
export interface CaptureLoss {
  readonly anomaly: string;
  readonly offset: number;
  /** Bytes skipped; null when unknown (the stream broke off). */
  readonly bytes: number | null;
}

/** Packets by direction; together all IP packets. `other` are packets without an IP layer. */
export interface DirectionCounts {
  readonly inbound: number;
  readonly outbound: number;
  readonly internal: number;
  readonly foreign: number;
  readonly other: number;
}
