/** The ports of a ports sequence without their order: `445,139` -> `139,445`. */
export function portsSet(portsSequence: string): string {
  return portsSequence.split(',').sort().join(',');
}
