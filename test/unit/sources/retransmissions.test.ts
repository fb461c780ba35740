import { expect, it } from 'vitest';

import type { FlatPacket } from '../../support/flat-packets.js';
import { dataIn, honeynet, mail, tcpIn, web } from '../../support/honeynet.js';
import { type SourceRow, sourcesOf } from '../../support/source-rows.js';

async function read(...packets: FlatPacket[]): Promise<SourceRow | undefined> {
  return (await sourcesOf(packets, { environment: honeynet }))[0];
}

it('a SYN with the same sequence number is a retransmission, one with another opens a new connection', async () => {
  const again = { seq: 1000 };
  const row = await read(
    tcpIn(0, web, 80),
    tcpIn(1, web, 80, again),
    tcpIn(2, web, 80, { seq: 5 }),
    tcpIn(3, web, 80, again),
  );
  expect(row).toMatchObject({ packets: 4, canonicalPackets: 2, synPackets: 4, retransmissions: 2 });
});

it('the same sequence number in another flow is none', async () => {
  const row = await read(tcpIn(0, web, 80), tcpIn(1, mail, 80), tcpIn(2, web, 80, { srcPort: 40_001 }));
  expect(row).toMatchObject({ retransmissions: 0, canonicalPackets: 3 });
});

it('data wholly under the high-water mark is a retransmission', async () => {
  const row = await read(
    tcpIn(0, web, 80),
    dataIn(1, web, 80, 1001, 'abcd'),
    dataIn(2, web, 80, 1001, 'abcd'),
    dataIn(3, web, 80, 1003, 'cd'),
    dataIn(4, web, 80, 1003, 'cdef'),
  );
  expect(row).toMatchObject({
    packets: 5,
    canonicalPackets: 3,
    dataSegments: 4,
    retransmissions: 2,
    targets: [[0, 5, 3]],
    phrase: 'abcd||cdef',
    sequenceGaps: 0,
  });
});

it('compares sequence numbers modulo 2^32', async () => {
  const row = await read(
    tcpIn(0, web, 80, { seq: 0xfffffffd }),
    dataIn(1, web, 80, 0xfffffffe, 'abcd'),
    dataIn(2, web, 80, 2, 'ef'),
    dataIn(3, web, 80, 0xffffffff, 'bc'),
  );
  expect(row).toMatchObject({ retransmissions: 1, phrase: 'abcd||ef', sequenceGaps: 0 });
});

it('a new connection on the same ports starts anew', async () => {
  const row = await read(
    tcpIn(0, web, 80),
    dataIn(1, web, 80, 1001, 'first'),
    tcpIn(2, web, 80, { seq: 500 }),
    dataIn(3, web, 80, 501, 'second'),
  );
  expect(row).toMatchObject({ retransmissions: 0, phrase: 'first||second' });
});

it('counts holes, and keeps a late segment that fills one although it is under the high-water mark', async () => {
  const holed = await read(tcpIn(0, web, 80), dataIn(1, web, 80, 1005, 'ef'), dataIn(2, web, 80, 1010, 'z'));
  expect(holed).toMatchObject({ sequenceGaps: 2, retransmissions: 0 });
  const filled = await read(
    tcpIn(0, web, 80),
    dataIn(1, web, 80, 1005, 'ef'),
    dataIn(2, web, 80, 1001, 'abcd'),
  );
  expect(filled).toMatchObject({
    sequenceGaps: 0,
    retransmissions: 1,
    canonicalPackets: 2,
    phrase: 'abcd||ef',
  });
});

it('without a SYN the first segment is the start', async () => {
  const row = await read(
    dataIn(0, web, 80, 7000, 'abc'),
    dataIn(1, web, 80, 7003, 'def'),
    dataIn(2, web, 80, 7010, 'g'),
  );
  expect(row).toMatchObject({ sequenceGaps: 1, synPackets: 0, phrase: 'abc||def||g' });
});

it('a SYN that carries payload counts once, and so does its retransmission', async () => {
  const syn = { payload: 'early' };
  const row = await read(tcpIn(0, web, 80, syn), tcpIn(1, web, 80, syn), dataIn(2, web, 80, 1006, 'late'));
  expect(row).toMatchObject({ packets: 3, canonicalPackets: 2, retransmissions: 1, phrase: 'early||late' });
});

it('judges a snapped segment by its length on the wire', async () => {
  const row = await read(
    tcpIn(0, web, 80),
    dataIn(1, web, 80, 1001, 'ab', { wire: 100 }),
    dataIn(2, web, 80, 1101, 'c'),
    dataIn(3, web, 80, 1050, 'b'),
  );
  expect(row).toMatchObject({ sequenceGaps: 0, retransmissions: 1, phrase: 'ab||c' });
});
