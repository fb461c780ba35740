/** One packet as tshark printed it. */
export interface InfoLine {
  /** Counted from 1. */
  readonly number: number;
  /** Captured bytes. */
  readonly length: number;
  /** UTF-8; without the blanks that tshark leaves at the end of some columns. */
  readonly info: Uint8Array;
}

const newline = 0x0a;
const tab = 0x09;
const blank = 0x20;

/**
 * Parses `number TAB captured length TAB info` lines. A line that does not begin like the next packet goes on with the
 * one before: an Info column may hold line breaks.
 */
export async function* infoLines(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<InfoLine, undefined, undefined> {
  let open: InfoLine | undefined;
  for await (const lines of wholeLines(chunks)) {
    for (const line of lines) {
      const begun = beginning(line, (open?.number ?? 0) + 1);
      if (begun) {
        if (open) yield closed(open);
        open = begun;
      } else if (open) {
        open = { ...open, info: Buffer.concat([open.info, Buffer.from('\n'), line]) };
      }
    }
  }
  if (open) yield closed(open);
  return undefined;
}

/** Lines without their line breaks, as many as a chunk completed. */
async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array[]> {
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const lines: Uint8Array[] = [];
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      lines.push(bytes.subarray(start, end));
      start = end + 1;
    }
    rest = bytes.subarray(start);
    yield lines;
  }
  if (rest.length > 0) yield [rest];
}

function beginning(line: Uint8Array, number: number): InfoLine | undefined {
  const first = line.indexOf(tab);
  const second = first < 0 ? -1 : line.indexOf(tab, first + 1);
  if (second < 0 || decimal(line, 0, first) !== number) return undefined;
  const length = decimal(line, first + 1, second);
  return length === undefined ? undefined : { number, length, info: line.subarray(second + 1) };
}

function decimal(line: Uint8Array, from: number, to: number): number | undefined {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = (line[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return to > from ? value : undefined;
}

function closed(line: InfoLine): InfoLine {
  let end = line.info.length;
  while (end > 0 && line.info[end - 1] === blank) end -= 1;
  return { ...line, info: line.info.subarray(0, end) };
}
