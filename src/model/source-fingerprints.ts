/** How well a signature of the database fits: in all it says, only in a catch-all one, only but for TTL or harmless quirks. */
export type StackMatchQuality = 'exact' | 'generic' | 'fuzzy' | 'generic fuzzy';

/** What the database calls a raw signature. */
export interface MatchedLabel {
  /** Name and flavour, e.g. `Linux 2.6.x`. */
  readonly name: string;
  /** Class of operating systems, e.g. `unix`; null for a tool that crafts packets of its own, e.g. `NMap SYN scan`. */
  readonly osClass: string | null;
  readonly quality: StackMatchQuality;
}

/** The TCP/IP headers of a SYN as p0f v3 sees them. */
export interface RawSignature {
  /** In p0f's notation, e.g. `4:116+12:0:1460:65535,8:mss,nop,ws,nop,nop,sok:df,id+:0`. */
  readonly text: string;
  readonly label: MatchedLabel | null;
  /** Hops from the sender: from the initial TTL of the label, else guessed. */
  readonly distance: number;
  /** Of the sender's link, from the segment size; null when the SYN does not say. */
  readonly mtu: number | null;
  /** What the database calls a link of that MTU, e.g. `DSL`. */
  readonly link: string | null;
}

/** The signature database that was asked. */
export interface SignatureDatabaseFacts {
  /** Path as given, or `built-in`. */
  readonly name: string;
  /** SHA-256 of its text, hex. */
  readonly digest: string;
  /** SYN signatures. */
  readonly signatures: number;
  /** MTUs with a link's name. */
  readonly links: number;
}

/** Passive fingerprints of attack sources: columns with a row for each row of AttackSources. */
export interface SourceFingerprints {
  readonly database: SignatureDatabaseFacts;
  /** Inbound TCP SYNs without ACK, FIN and RST. */
  readonly syns: Float64Array;
  /** Those among them without all their headers: fragments, snapped or damaged packets. */
  readonly unreadSyns: Float64Array;
  /** Index into `rawSignatures` of what most SYNs of the source show; -1 when none could be read. */
  readonly signature: Int32Array;
  /** SYNs that show it. */
  readonly signatureSyns: Float64Array;
  /** Distinct raw signatures, and distinct labels among them: more than one hints at several stacks behind one address. */
  readonly signatures: Uint32Array;
  readonly labels: Uint32Array;
  /** Inbound packets with the header mark of a scanner. */
  readonly mirai: Float64Array;
  readonly masscan: Float64Array;
  readonly zmap: Float64Array;
  /** Sorted by the facts they state. */
  readonly rawSignatures: readonly RawSignature[];
}

/** The raw signature of each attack source alone. */
export interface SentSignatures {
  /** A row for each row of AttackSources: position in `texts`, -1 where none could be read. */
  readonly signature: Int32Array;
  /** In p0f's notation. */
  readonly texts: readonly string[];
}
