import { describe, expect, it } from 'vitest';

import { chance, familyOf, findCauses, inputOf, repeat, word, type SourceSpec } from './make-sources.js';

const login = (user: string, password: string): string => `USER ${user}\\r\\n||PASS ${password}\\r\\n`;

describe('tool families', () => {
  it('unite a brute force of 150 and of 300 attempts', async () => {
    const list = repeat(300, (index) => login('Administrator', `pw${index * 7919}`));
    const brute = (attempts: number): SourceSpec => ({
      sequence: '21',
      counts: { b: 5 * attempts + 2 },
      phrase: list.slice(0, attempts).join('||'),
    });
    const causes = await findCauses(
      inputOf([...repeat(20, () => brute(150)), ...repeat(20, () => brute(300))]),
    );
    expect(causes.rootCauses).toHaveLength(2);
    expect(causes.families).toHaveLength(1);
    expect(causes.families[0]?.reason).toContain('how often it is repeated');
  });

  it('unite runs of any length with random words, and none of them is rare', async () => {
    const random = chance(2);
    const causes = await findCauses(
      inputOf(
        repeat(150, () => {
          const attempts = 20 + Math.floor(random() * 200);
          return {
            sequence: '23',
            counts: { a: 4 * attempts + 3 },
            phrase: repeat(attempts, () => `${word(random, 4, 9)}\\r\\n||${word(random, 5, 12)}\\r\\n`).join(
              '||',
            ),
          };
        }),
        0.05,
      ),
    );
    expect(causes.families).toHaveLength(1);
    expect(causes.rare).toHaveLength(0);
  });

  it('unite one plan played against another machine, and with payload against fewer machines', async () => {
    const phrase = 'OPTIONS rtsp://x RTSP/1.0\\r\\n\\r\\n';
    const causes = await findCauses(
      inputOf([
        ...repeat(30, () => ({ counts: { a: 4 }, phrase })),
        ...repeat(30, () => ({ counts: { b: 4 }, phrase })),
        ...repeat(30, () => ({ counts: { a: 4, b: 4, c: 4 }, phrase: [phrase, phrase, phrase].join('||') })),
      ]),
    );
    expect(causes.rootCauses).toHaveLength(3);
    expect(causes.families).toHaveLength(1);
    expect(causes.families[0]?.reason).toContain('choice of honeypots');
  });

  it('unite configurations of which one message is another altogether, where the others are telling', async () => {
    const talk = (...messages: string[]): SourceSpec => ({ counts: { a: 9 }, phrase: messages.join('||') });
    const families = async (one: readonly string[], other: readonly string[]): Promise<number> => {
      const specs = [...repeat(30, () => talk(...one)), ...repeat(30, () => talk(...other))];
      return (await findCauses(inputOf(specs))).families.length;
    };
    const [hello, bye] = ['HELLO from the north wind\\r\\n', 'TAKE care of yourself now\\r\\n'];
    expect(await families([hello, 'list all\\r\\n', bye], [hello, 'DROP 17 48\\r\\n', bye])).toBe(1);
    // Commands of a protocol are anybody's.
    expect(await families(['HELP', 'SYST', 'QUIT'], ['HELP', 'STAT', 'QUIT'])).toBe(2);
  });

  it('unite orders of messages that repeat in another way', async () => {
    const [get, take] = ['GET / HTTP/1.0\\r\\n', 'TAKE care of yourself now\\r\\n'];
    const orders = [`${get}||${take}`, `${take}||${get}`];
    const specs = orders.flatMap((order, at) =>
      repeat(30, () => ({
        sequence: at === 0 ? '80,81,82' : '81,82,80',
        counts: { a: 6, b: 6, c: 3 },
        phrase: `${order}||${order}||${take}`,
      })),
    );
    expect((await findCauses(inputOf(specs))).families).toHaveLength(1);
  });

  it('take a plan played again for one tool where it is seen on other ports beside the plan itself', async () => {
    const ports = repeat(12, (index) => String(1000 + index));
    const others = repeat(40, (index) => ({ sequence: String(2000 + (index >> 1)), counts: { a: 5 } }));
    const specs = ports.flatMap((sequence) =>
      [3, 6].flatMap((count) => repeat(10, () => ({ sequence, counts: { a: count } }))),
    );
    const { families } = await findCauses(inputOf([...specs, ...others, ...others]));
    expect(families).toHaveLength(ports.length + 20);
  });

  it('unite the port orders of a scanner that shuffles them', async () => {
    const causes = await findCauses(
      inputOf(
        ['80,57,21', '21,80,57', '57,21,80'].flatMap((sequence) =>
          repeat(20, () => ({ sequence, counts: { a: 7, b: 9 }, phrase: 'HEAD / HTTP/1.0\\r\\n\\r\\n' })),
        ),
      ),
    );
    expect(causes.rootCauses).toHaveLength(3);
    expect(causes.families).toHaveLength(1);
    expect(causes.families[0]?.portsSequences).toEqual(['21,80,57', '57,21,80', '80,57,21']);
  });

  it('unite configurations of one tool: root causes apart, one family', async () => {
    const phrase = (file: string, agent: string): string =>
      `GET /scripts/${file}?/c+dir+c:\\\\ HTTP/1.0\\r\\nHost: www\\r\\nUser-Agent: ${agent}\\r\\nConnection: close\\r\\n\\r\\n`;
    const causes = await findCauses(
      inputOf([
        ...repeat(60, () => ({ sequence: '80', counts: { a: 4 }, phrase: phrase('root.exe', 'Lite') })),
        ...repeat(30, () => ({ sequence: '80', counts: { a: 4 }, phrase: phrase('cmd.exe', 'Heavy') })),
      ]),
    );
    expect(causes.rootCauses).toHaveLength(2);
    expect(causes.families).toHaveLength(1);
    expect(causes.families[0]?.reason).toContain('configured values');
  });

  it('unite the halves of a tool whose sources pick one machine, open here and closed there', async () => {
    const causes = await findCauses(
      inputOf([
        ...repeat(40, () => ({ counts: { a: [3, 1] as const } })),
        ...repeat(37, () => ({ counts: { b: 9 }, phrase: 'HELO x\\r\\n||QUIT\\r\\n' })),
        ...repeat(43, () => ({ counts: { c: [3, 1] as const } })),
      ]),
    );
    expect(causes.families).toHaveLength(1);
  });
});

/** Sources of a tool that sends `plan[i]` SYNs to machine i, each lost or sent twice with the given chance. */
function lossy(count: number, plan: readonly number[], rate: number, seed: number): SourceSpec[] {
  const random = chance(seed);
  return repeat(count, () => {
    const counts: Record<string, readonly [number, number]> = {};
    plan.forEach((packets, at) => {
      let [raw, canonical] = [0, 0];
      for (let packet = 0; packet < packets; packet++) {
        if (random() < rate) continue;
        canonical++;
        raw += random() < rate ? 2 : 1;
      }
      if (raw > 0) counts['abcd'[at] as string] = [raw, canonical];
    });
    const total = Object.values(counts).reduce((sum, [raw]) => sum + raw, 0);
    return { sequence: '6129', counts, synPackets: total };
  }).filter(({ counts }) => Object.keys(counts).length > 0);
}

describe('loss', () => {
  it('explains rare neighbours of a common plan', async () => {
    const causes = await findCauses(inputOf(lossy(1500, [4, 4, 4], 0.03, 3)));
    expect(causes.rootCauses.length).toBeGreaterThan(5);
    const largest = Math.max(
      ...causes.families.map(({ rootCauseIds }) =>
        causes.rootCauses
          .filter(({ rootCauseId }) => rootCauseIds.includes(rootCauseId))
          .reduce((sum, { rows }) => sum + rows.length, 0),
      ),
    );
    expect(largest).toBeGreaterThan(1450);
  });

  it('does not explain a neighbour too common for the measured rate', async () => {
    const specs = [...lossy(1500, [4, 4, 4], 0.02, 4), ...lossy(400, [4, 4, 3], 0.02, 5)];
    const causes = await findCauses(inputOf(specs));
    const [one, other] = [
      [4, 4, 4],
      [4, 4, 3],
    ].map((plan) =>
      specs.findIndex(({ counts }) =>
        ['a', 'b', 'c'].every(
          (name, at) => JSON.stringify(counts[name]) === JSON.stringify([plan[at], plan[at]]),
        ),
      ),
    ) as [number, number];
    expect(familyOf(causes, one)?.familyId).not.toBe(familyOf(causes, other)?.familyId);
  });

  it('explains nothing where none was measured', async () => {
    const causes = await findCauses(
      inputOf([
        ...repeat(500, () => ({ counts: { a: 4, b: 4, c: 4 } })),
        ...repeat(5, () => ({ counts: { a: 4, b: 3, c: 4 } })),
      ]),
    );
    expect(causes.families).toHaveLength(2);
  });
});
