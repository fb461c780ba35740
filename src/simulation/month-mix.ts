/**
 * How common each ports sequence is in a month, in percent of the month's attack sources; `others` is the rest.
 * March 2003 to January 2004 are Table 1 of the report. February 2003 and the months after January 2004 are not in
 * the table: they continue it by what the text says of them (fewer RPC worms, Sasser on port 445 in April and May).
 */
export interface MonthMix {
  readonly sequences: Readonly<Record<string, number>>;
  readonly others: number;
}

export const reportMonths: Readonly<Record<string, MonthMix>> = {
  '2003-03': mix(12.8, {
    '445': 45.5,
    '80': 15.9,
    '1433': 8.8,
    '139': 5.8,
    '21': 3.5,
    '135': 2.9,
    '80,57,21': 2.7,
    '443': 2.1,
  }),
  '2003-04': mix(17.7, {
    '445': 43.5,
    '80': 15.4,
    '1433': 7.6,
    '139': 7.5,
    '21': 3.3,
    '135': 2.2,
    '80,57,21': 1.4,
    '443': 1.4,
  }),
  '2003-05': mix(18.3, {
    '445': 40.1,
    '80': 15,
    '1433': 8.8,
    '139': 7.1,
    '21': 3.3,
    '135': 3.2,
    '80,57,21': 2.2,
    '139,445': 2,
  }),
  '2003-06': mix(21.7, {
    '445': 30.6,
    '80': 15,
    '139': 9.9,
    '1433': 8.2,
    '445,139': 4.4,
    '139,445': 3.7,
    '21': 3.3,
    '135': 3.2,
  }),
  '2003-07': mix(22.2, {
    '445': 29.5,
    '80': 20.5,
    '1433': 9.6,
    '139': 8.1,
    '21': 3.1,
    '139,445': 2.9,
    '135': 2.5,
    '443': 1.6,
  }),
  '2003-08': mix(22.4, {
    '445': 23.6,
    '80': 17,
    '139': 11,
    '1433': 9.5,
    '135': 5.8,
    '139,445': 4.1,
    '17300': 3.4,
    '21': 3.2,
  }),
  '2003-09': mix(22.3, {
    '80': 15.8,
    '1433': 12.6,
    '445': 12.6,
    '139': 11.6,
    '135': 7.8,
    '554': 5.1,
    '139,445': 4.2,
    '21': 4.2,
    '135,4444': 3.8,
  }),
  '2003-10': mix(22.9, {
    '80': 15.6,
    '1433': 11.9,
    '139': 10.6,
    '135': 9.8,
    '445': 8.4,
    '27374': 6,
    '139,445': 5.2,
    '135,4444': 5.2,
    '21': 4.4,
  }),
  // Sums to 102 in the report; `monthMix` brings every month to 100.
  '2003-11': mix(20.8, {
    '135': 28.9,
    '135,4444': 13.6,
    '80': 9.2,
    '1433': 8.7,
    '139': 8,
    '445': 6.4,
    '21': 3.5,
    '554': 2.9,
  }),
  '2003-12': mix(17.9, {
    '135': 28.4,
    '135,4444': 17.3,
    '80': 9.4,
    '1433': 8.5,
    '139': 8.4,
    '445': 5.4,
    '139,445': 2.6,
    '21': 2.1,
  }),
  '2004-01': mix(20.2, {
    '135': 23.5,
    '6129': 14.6,
    '135,4444': 14.5,
    '1433': 8.4,
    '139': 6.3,
    '445': 5.7,
    '80': 4.3,
    '139,445': 2.5,
  }),
};

const extrapolatedMonths: Readonly<Record<string, MonthMix>> = {
  '2003-02': mix(15.1, {
    '445': 38,
    '80': 18,
    '1433': 11,
    '139': 6,
    '21': 4,
    '80,57,21': 3,
    '135': 2.5,
    '443': 2.4,
  }),
  '2004-02': mix(22, {
    '135': 21,
    '6129': 12,
    '135,4444': 13,
    '1433': 8.2,
    '139': 6.6,
    '445': 9.2,
    '80': 5.2,
    '139,445': 2.8,
  }),
  '2004-03': mix(23, {
    '135': 18,
    '445': 16,
    '135,4444': 11,
    '6129': 9,
    '1433': 7.5,
    '139': 6.5,
    '80': 6,
    '139,445': 3,
  }),
  '2004-04': mix(23, {
    '445': 28,
    '135': 14,
    '135,4444': 8,
    '1433': 7,
    '139': 6,
    '80': 5.5,
    '6129': 5.5,
    '139,445': 3,
  }),
  '2004-05': mix(24, {
    '445': 33,
    '135': 11.5,
    '135,4444': 6.5,
    '1433': 6.5,
    '139': 6,
    '80': 5.5,
    '6129': 4,
    '139,445': 3,
  }),
  '2004-06': mix(25, {
    '445': 30,
    '135': 11.5,
    '1433': 7,
    '135,4444': 6.5,
    '139': 6.5,
    '80': 6.5,
    '6129': 3.5,
    '139,445': 3.5,
  }),
  '2004-07': mix(25, {
    '445': 29,
    '135': 12,
    '1433': 7.5,
    '80': 7,
    '139': 6.5,
    '135,4444': 6,
    '139,445': 4,
    '6129': 3,
  }),
};

/** Sequences of the table in months where they are too rare for it; percent, taken out of `others`. */
const quietly: readonly {
  readonly sequence: string;
  readonly from: string;
  readonly to: string;
  readonly percent: number;
}[] = [
  { sequence: '80,57,21', from: '2003-06', to: '2003-12', percent: 0.8 },
  { sequence: '443', from: '2003-02', to: '2004-07', percent: 0.7 },
  { sequence: '139,445', from: '2003-02', to: '2004-07', percent: 0.9 },
  { sequence: '445,139', from: '2003-05', to: '2003-09', percent: 0.5 },
  { sequence: '17300', from: '2003-07', to: '2004-04', percent: 0.9 },
  { sequence: '27374', from: '2003-02', to: '2004-07', percent: 0.6 },
  { sequence: '554', from: '2003-08', to: '2004-03', percent: 0.9 },
  { sequence: '135,4444', from: '2003-08', to: '2003-08', percent: 1.6 },
  { sequence: '6129', from: '2003-12', to: '2003-12', percent: 0.6 },
  { sequence: '21', from: '2004-01', to: '2004-07', percent: 1.8 },
];

/** Attack sources of a month relative to others: a dip in July 2003, a strong rise from January to July 2004. */
const volumes: Readonly<Record<string, number>> = {
  '2003-02': 0.82,
  '2003-03': 1,
  '2003-04': 1,
  '2003-05': 1,
  '2003-06': 0.96,
  '2003-07': 0.72,
  '2003-08': 0.76,
  '2003-09': 0.72,
  '2003-10': 0.76,
  '2003-11': 0.82,
  '2003-12': 0.8,
  '2004-01': 1.02,
  '2004-02': 1.1,
  '2004-03': 1.2,
  '2004-04': 1.42,
  '2004-05': 1.5,
  '2004-06': 1.32,
  '2004-07': 1.25,
};
const volumeSum = Object.values(volumes).reduce((sum, volume) => sum + volume, 0);

/** The report's 18 months and its number of attack sources. */
export const defaultFrom = '2003-02';
export const defaultTo = '2004-07';
export const defaultSources = 45_360;

/**
 * Attack sources of a whole month at the report's scale: 45,360 over its 18 months; months it does not know are of
 * middling size.
 */
export function monthSources(month: string): number {
  if (volumes[month] === undefined) return Math.round(defaultSources / volumeSum);
  const upTo = (last: string, isIncluded: boolean): number => {
    const months = Object.entries(volumes).filter(
      ([other]) => other < last || (isIncluded && other === last),
    );
    const volume = months.reduce((sum, [, size]) => sum + size, 0);
    return Math.round((defaultSources * volume) / volumeSum);
  };
  return upTo(month, true) - upTo(month, false);
}

/** The shares of one month, summing to 100 with `others`. Months outside the 18 are like the nearest of them. */
export function monthMix(month: string): MonthMix {
  const known = month < defaultFrom ? defaultFrom : month > defaultTo ? defaultTo : month;
  const listed = reportMonths[known] ?? extrapolatedMonths[known] ?? { sequences: {}, others: 100 };
  const sequences = { ...listed.sequences };
  let { others } = listed;
  for (const { sequence, from, to, percent } of quietly) {
    if (known < from || known > to || sequence in sequences) continue;
    sequences[sequence] = percent;
    others -= percent;
  }
  const sum = others + Object.values(sequences).reduce((total, percent) => total + percent, 0);
  const scaled = Object.entries(sequences).map(
    ([sequence, percent]) => [sequence, (100 * percent) / sum] as const,
  );
  return { sequences: Object.fromEntries(scaled), others: (100 * others) / sum };
}

function mix(others: number, sequences: Readonly<Record<string, number>>): MonthMix {
  return { sequences, others };
}
