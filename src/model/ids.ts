/** Identifiers that must not be mixed up; each is a plain string at run time. */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** `<ip>@<YYYY-MM-DD>`, the day on which the source was first seen. */
export type SourceId = Branded<'SourceId'>;
/** `C` and 16 hex digits: digest of ports sequence and itemset. */
export type ClusterId = Branded<'ClusterId'>;
/** `R` and 16 hex digits: digest of what defines the root cause. */
export type RootCauseId = Branded<'RootCauseId'>;
/** `F` and 16 hex digits: digest of what defines the tool family. */
export type FamilyId = Branded<'FamilyId'>;
/** `P` and 16 hex digits: digest of the rendered phrase. */
export type PhraseId = Branded<'PhraseId'>;
