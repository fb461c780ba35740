/** Something that knows about addresses. */
export interface AddressLookup<Answer> {
  readonly provider: string;
  /** `YYYY-MM-DD`, or null where the data do not say. */
  readonly dataDate: string | null;
  readonly credit: string | null;
  /** @param address canonical text */
  find(address: string): Answer | null;
}
