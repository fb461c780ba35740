import { describe, expect, it } from 'vitest';

import { withPortSets } from '#honeysift/sequences/port-sets.js';

import { sourcesWithVectors } from '../../support/vector-sources.js';

describe('ports sequences as sets', () => {
  it('join those that differ in order alone, ports by protocol and number', () => {
    const sources = {
      ...sourcesWithVectors([{ 0: 1 }, { 0: 1 }, { 0: 1 }, { 0: 1 }, { 0: 1 }]),
      sequences: ['', '139,445', '445,139', 'P47,53U,80,8080,9,I', '9,80'],
      sequence: Uint32Array.of(2, 1, 3, 0, 4),
    };
    const sets = withPortSets(sources);
    expect(sets.sequences).toEqual(['', '139,445', '9,80', 'I,9,80,8080,53U,P47']);
    expect([...sets.sequence].map((place) => sets.sequences[place])).toEqual([
      '139,445',
      '139,445',
      'I,9,80,8080,53U,P47',
      '',
      '9,80',
    ]);
  });
});
