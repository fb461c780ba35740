import type { Honeypot } from '../model/environment.js';
import type { ProgressListener } from '../model/stage.js';
import type { SimulationKind } from './kinds.js';

export interface SimulateOptions {
  /** Folder for the captures, honeypots.json and truth.csv; created when missing. */
  readonly out: string;
  /** `YYYY-MM` each. Instead of it `from` and `to` (`YYYY-MM` or `YYYY-MM-DD`, inclusive); default 2003-02..2004-07. */
  readonly months?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Attack sources in all; default the report's scale, 45,360 over its 18 months. */
  readonly sources?: number | undefined;
  /** Non-negative integer; default 1. */
  readonly seed?: number | undefined;
  /** Chance that a packet is lost, on either side of the capture; default 0. */
  readonly lossRate?: number | undefined;
  /** Chance that a segment which arrived is sent again; default 0. */
  readonly retransmissionRate?: number | undefined;
  /** One capture per day or per month (default). */
  readonly split?: 'day' | 'month' | undefined;
  readonly gzip?: boolean | undefined;
  /** Default the report's three. Others take the roles of those in turn, and their ports unless they name some. */
  readonly honeypots?: readonly Honeypot[] | undefined;
  /** False makes every random field of a payload constant; default true. */
  readonly randomFields?: boolean | undefined;
  /** What population the tools are drawn from; default `report`, and `random` where `randomTools` is given. */
  readonly kind?: SimulationKind | undefined;
  /** How many tools are drawn; default as many as the kind has. The report's are not drawn. */
  readonly randomTools?: number | undefined;
  /**
   * What loss and retransmission are. `stack` (default): what stacks do about it follows, see README.md. `thinned`: inbound
   * packets are struck out of, or written twice into, the capture of an attack that noticed nothing.
   */
  readonly lossModel?: 'stack' | 'thinned' | undefined;
  /** SYN floods with forged senders in every month, each a tool of `floodSources` (default 500) sources on top. */
  readonly floods?: number | undefined;
  readonly floodSources?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

export interface SimulationSummary {
  readonly out: string;
  /** Paths of the captures, in order of time. */
  readonly files: readonly string[];
  readonly honeypotsFile: string;
  readonly truthFile: string;
  readonly packets: number;
  readonly inbound: number;
  readonly outbound: number;
  /** Of the captures before compression. */
  readonly bytes: number;
  /** Attack sources, one per row of truth.csv. */
  readonly sources: number;
  readonly addresses: number;
  /** Distinct labels, backscatter and one-off tools among them. */
  readonly tools: number;
  readonly variants: number;
  readonly sequences: number;
  /** Distinct TCP and UDP port numbers. */
  readonly ports: number;
  readonly months: readonly MonthSummary[];
}

export interface MonthSummary {
  readonly month: string;
  readonly sources: number;
  readonly packets: number;
}
