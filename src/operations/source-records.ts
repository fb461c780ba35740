import type { CollectedAttackSources } from './collect-attack-sources.js';
import { targetCount } from '../model/attack-sources.js';
import { phraseText } from '../model/phrase-dictionary.js';
import type { SourceFingerprints } from '../model/source-fingerprints.js';
import { comparedHoneypots } from '../sources/honeypot-targets.js';
import { dayText, sourceAddress, sourceId } from '../sources/source-id.js';
import { floodIds } from '../storage/rows/flood-ids.js';
import { isoInstant } from '../storage/iso-instant.js';

/** One attack source as text and numbers; names and meanings are those of the table `attack_sources` of a store. */
export interface SourceRecord {
  readonly source_id: string;
  readonly day: string;
  readonly ip: string;
  /** Only with one source per platform. */
  readonly platform?: string;
  readonly ports_sequence: string;
  readonly targets: number;
  readonly packets: number;
  readonly canonical_packets: number;
  /** n_i: packets to each targeted honeypot, by its name (with one source per platform, by its position). */
  readonly n: Readonly<Record<string, number>>;
  readonly duration_s: number;
  /** Null for a single packet. */
  readonly mean_gap_s: number | null;
  readonly first_seen: string | null;
  readonly last_seen: string | null;
  readonly backscatter: boolean;
  /** Its flood event, `flood-<day>-<n>`, or null. */
  readonly flood: string | null;
  /** As in the table `fingerprints`; the signature database is named last. */
  readonly os: string | null;
  readonly os_class: string | null;
  readonly tool: string | null;
  readonly os_match: string | null;
  readonly raw_signature: string | null;
  readonly raw_signatures: number;
  readonly distance: number | null;
  readonly link: string | null;
  readonly mirai_packets: number;
  readonly masscan_packets: number;
  readonly zmap_packets: number;
  readonly phrase: string;
  readonly phrase_cut: boolean;
  /** Whether the honeypots were inferred, not named. */
  readonly honeypots_inferred: boolean;
  /** The p0f signature file, or `built-in`. */
  readonly p0f_db: string;
}

/** A record per attack source, in order of row, each made when it is asked for. */
export function* sourceRecords(collected: CollectedAttackSources): Generator<SourceRecord> {
  const { sources, environment, fingerprints } = collected;
  const unit = sources.platforms === undefined ? 'all' : 'platform';
  const honeypots = comparedHoneypots(environment, unit).honeypots.map(({ name }) => name);
  const floods = floodIds(sources);
  for (let row = 0; row < sources.count; row += 1) {
    const packets = sources.packets[row] ?? 0;
    const first = sources.firstNs[row] ?? 0n;
    const last = sources.lastNs[row] ?? 0n;
    const duration = Number(last - first) / 1e9;
    const platform = sources.platforms?.[sources.platform?.[row] ?? -1];
    const n: [string, number][] = [];
    for (let at = sources.targetOffsets[row] ?? 0; at < (sources.targetOffsets[row + 1] ?? 0); at += 1) {
      n.push([honeypots[sources.targetHoneypot[at] ?? 0] ?? '', sources.targetPackets[at] ?? 0]);
    }
    yield {
      source_id: sourceId(sources, row),
      day: dayText(sources.day[row] ?? 0),
      ip: sourceAddress(sources, row),
      ...(platform !== undefined && { platform }),
      ports_sequence: sources.sequences[sources.sequence[row] ?? 0] ?? '',
      targets: targetCount(sources, row),
      packets,
      canonical_packets: sources.canonicalPackets[row] ?? 0,
      n: Object.fromEntries(n),
      duration_s: duration,
      mean_gap_s: packets > 1 ? duration / (packets - 1) : null,
      first_seen: isoInstant(first, 9),
      last_seen: isoInstant(last, 9),
      backscatter: sources.backscatter[row] !== 0,
      flood: floods[sources.flood[row] ?? -1] ?? null,
      ...fingerprintRecord(fingerprints, row),
      phrase: phraseText(sources.phrases, sources.phrase[row] ?? 0),
      phrase_cut: sources.phraseCut[row] !== 0,
      honeypots_inferred: environment.inferred,
      p0f_db: fingerprints.database.name,
    };
  }
}

type FingerprintRecord = Pick<
  SourceRecord,
  | 'os'
  | 'os_class'
  | 'tool'
  | 'os_match'
  | 'raw_signature'
  | 'raw_signatures'
  | 'distance'
  | 'link'
  | 'mirai_packets'
  | 'masscan_packets'
  | 'zmap_packets'
>;

function fingerprintRecord(fingerprints: SourceFingerprints, row: number): FingerprintRecord {
  const signature = fingerprints.rawSignatures[fingerprints.signature[row] ?? -1];
  const label = signature?.label ?? null;
  const isTool = label !== null && label.osClass === null;
  return {
    os: isTool ? null : (label?.name ?? null),
    os_class: label?.osClass ?? null,
    tool: isTool ? label.name : null,
    os_match: label?.quality ?? null,
    raw_signature: signature?.text ?? null,
    raw_signatures: fingerprints.signatures[row] ?? 0,
    distance: signature?.distance ?? null,
    link: signature?.link ?? null,
    mirai_packets: fingerprints.mirai[row] ?? 0,
    masscan_packets: fingerprints.masscan[row] ?? 0,
    zmap_packets: fingerprints.zmap[row] ?? 0,
  };
}
