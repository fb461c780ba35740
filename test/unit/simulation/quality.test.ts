import { measureQuality } from '#honeysift/simulation/quality.js';
import { qualityText } from '#honeysift/simulation/quality-text.js';
import { parseTruth } from '#honeysift/simulation/read-truth.js';
import { truthKey, type TruthRow } from '#honeysift/simulation/truth.js';
import { describe, expect, it } from 'vitest';

/** Sources named after their tools: `truthOf('aab')` sends two by a and one by b. */
function truthOf(tools: string): TruthRow[] {
  return [...tools].map((tool, index) => ({
    ip: `198.51.100.${index + 1}`,
    day: '2003-03-01',
    tool: tool === '-' ? 'backscatter' : tool,
    variant: index % 2 === 0 ? 'even' : 'odd',
    sequence: '80',
  }));
}

/** Groups by letter; a dot is a source without a group, a space one that was never assigned. */
function groupsOf(truth: readonly TruthRow[], groups: string): Map<string, string | null> {
  const pairs = truth.map((row, index) => [truthKey(row), groups[index] ?? ' '] as const);
  return new Map(
    pairs.filter(([, group]) => group !== ' ').map(([key, group]) => [key, group === '.' ? null : group]),
  );
}

const measure = (tools: string, groups: string, label: 'tool' | 'variant' = 'tool') => {
  const truth = truthOf(tools);
  return measureQuality(truth, groupsOf(truth, groups), { label });
};

describe('measureQuality', () => {
  it('is perfect when groups are tools', () => {
    const quality = measure('aaabbc', 'XXXYYZ');
    expect(quality).toMatchObject({ precision: 1, recall: 1, macroRecall: 1, pairsKin: 4, pairsTogether: 4 });
    expect(quality).toMatchObject({
      sources: 6,
      labels: 3,
      groups: 3,
      macroLabels: 2,
      merged: [],
      split: [],
    });
  });

  it('takes pairs of unlike tools off the precision', () => {
    const quality = measure('aaab', 'XXXX');
    expect(quality.precision).toBe(3 / 6);
    expect(quality.recall).toBe(1);
    expect(quality.merged).toEqual([
      {
        group: 'X',
        pairsWrong: 3,
        labels: [
          { name: 'a', sources: 3 },
          { name: 'b', sources: 1 },
        ],
      },
    ]);
  });

  it('takes split tools off the recall, each tool alike off the macro recall', () => {
    const quality = measure('aaaabb', 'XXYYZZ');
    expect(quality.recall).toBe(3 / 7);
    expect(quality.macroRecall).toBe((2 / 6 + 1) / 2);
    expect(quality.split).toMatchObject([{ label: 'a', sources: 4, pairsLost: 4, recall: 2 / 6 }]);
  });

  it('lets a source without a group stand alone', () => {
    const quality = measure('aaa', 'XX.');
    expect(quality).toMatchObject({ precision: 1, recall: 1 / 3, alone: 1, missing: 0 });
    expect(quality.split[0]?.groups).toEqual([
      { name: 'X', sources: 2 },
      { name: null, sources: 1 },
    ]);
  });

  it('does not take two sources without a group for one group', () => {
    expect(measure('ab', '..')).toMatchObject({ pairsTogether: 0, precision: 1, recall: 1 });
    expect(measure('aa', '..')).toMatchObject({ pairsTogether: 0, precision: 1, recall: 0 });
  });

  it('counts sources the assignment lacks as alone and missing', () => {
    expect(measure('aaa', 'XX ')).toMatchObject({ recall: 1 / 3, alone: 1, missing: 1 });
  });

  it('leaves backscatter out, whatever was done with it', () => {
    expect(measure('aa-', 'XXX')).toMatchObject({ sources: 2, precision: 1, recall: 1, unknown: 0 });
  });

  it('counts assigned sources the truth does not know', () => {
    const truth = truthOf('a');
    const assignment = groupsOf(truth, 'X').set('203.0.113.1@2003-03-01', 'X');
    expect(measureQuality(truth, assignment)).toMatchObject({ sources: 1, unknown: 1, pairsTogether: 0 });
  });

  it('judges configurations when asked to', () => {
    expect(measure('aaaa', 'XYXY', 'variant')).toMatchObject({ precision: 1, recall: 1, labels: 2 });
    expect(measure('aaaa', 'XXXX', 'variant').precision).toBe(2 / 6);
  });

  it('says all of it in words', () => {
    const text = qualityText('families', measure('aaab', 'XXYX'));
    expect(text.split('\n')).toEqual([
      'families: 4 sources of 2 labels in 2 groups, 0 alone',
      '  precision 0.3333  recall 0.3333  macro recall 0.3333 (over 1 labels)',
      '  merged X: 2 wrong pairs, 2 a, 1 b',
      '  split a: 2 lost pairs, recall 0.3333, 2 X, 1 Y',
    ]);
  });
});

describe('parseTruth', () => {
  it('reads quoted sequences, in any order of columns', () => {
    const text =
      'tool,ip,sequence,day,more\nx,192.0.2.1,"80,57,21",2003-03-01,1\r\ny,192.0.2.2,445,2003-03-02,2\n';
    expect(parseTruth(text)).toEqual([
      { ip: '192.0.2.1', day: '2003-03-01', tool: 'x', variant: '', sequence: '80,57,21' },
      { ip: '192.0.2.2', day: '2003-03-02', tool: 'y', variant: '', sequence: '445' },
    ]);
  });

  it.each([
    'ip,day\n1.2.3.4,2003-03-01\n',
    'ip,day,tool\n1.2.3.4,yesterday,x\n',
    'ip,day,tool\n1.2.3.4,2003-03-01,\n',
    '',
  ])('refuses %j', (text) => {
    expect(() => parseTruth(text)).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT' }));
  });
});
