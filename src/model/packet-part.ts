/** The packets of one capture as files of the table `packets`, and its distinct payloads. */
export interface PacketPart {
  /** Of the capture: CaptureFacts.contentDigest. */
  readonly digest: string;
  /** One per month (UTC), ascending. */
  readonly files: readonly PacketFile[];
  /** Path of a file with the distinct payloads, below the folder given; null when there were none. */
  readonly payloads: string | null;
}

export interface PacketFile {
  /** Path below the folder given, with `/`: `tables/packets/month=YYYY-MM/<digest>.parquet`. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
}

/** A part on its way into a store. Its files are only read: the same may be part of any number of stores. */
export interface StoredPackets {
  /** Which the paths of the part are relative to. */
  readonly folder: string;
  readonly part: PacketPart;
}
