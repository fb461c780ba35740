/** What a packet is at the layer analysed: that of the innermost IP header. Null: not there, or cut off. */
export interface PacketLayers {
  readonly source: string;
  readonly destination: string;
  /** What the IP packet carries, behind extension headers. */
  readonly protocol: number | null;
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
  /**
   * Bytes behind the TCP, UDP or ICMP header, or behind the IP header of other protocols, from the lengths that headers
   * state. Undefined where a reading does not say: it is then not compared.
   */
  readonly payload: number | null | undefined;
}

export const layerFields = [
  'source',
  'destination',
  'protocol',
  'sourcePort',
  'destinationPort',
  'payload',
] as const satisfies readonly (keyof PacketLayers)[];

/** The fields in which two readings of a packet differ; `ip` when only one of them sees an IP header. */
export function differingFields(a: PacketLayers | null, b: PacketLayers | null): string[] {
  if (a === null || b === null) return a === b ? [] : ['ip'];
  return layerFields.filter(
    (field) => a[field] !== undefined && b[field] !== undefined && a[field] !== b[field],
  );
}
