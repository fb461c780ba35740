/** Where a decoder hands packets to within one call: an object of another addon. */
export interface RowSink {
  /** Means something to the addons alone. */
  readonly handle: unknown;
  /** Raises the error that a status of the sink stands for. */
  check(status: number): void;
}
