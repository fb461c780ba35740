import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './compile.js';

export interface GrowthPoint {
  /** Distinct phrases. */
  readonly n: number;
  readonly seconds: number;
}

const width = 640;
const height = 420;
const margin = 60;

/** Draws seconds against n, both logarithmic, beside a line that grows as n^2; into out/. Returns the path. */
export function writeGrowthSvg(name: string, points: readonly GrowthPoint[]): string {
  const last = points.at(-1) as GrowthPoint;
  const square = points.map(({ n }) => ({ n, seconds: last.seconds * (n / last.n) ** 2 }));
  const x = scale(
    points.map(({ n }) => n),
    margin,
    width - margin / 2,
  );
  const y = scale(
    [...points, ...square].map(({ seconds }) => seconds),
    height - margin,
    margin / 2,
  );
  const path = (line: readonly GrowthPoint[]): string =>
    line.map(({ n, seconds }) => `${x.at(n).toFixed(1)},${y.at(seconds).toFixed(1)}`).join(' ');
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...y.powers.map(
      (power) =>
        `<path d="M${margin} ${y.at(power).toFixed(1)}H${width - margin / 2}" stroke="#ddd"/>` +
        `<text x="${margin - 6}" y="${(y.at(power) + 4).toFixed(1)}" text-anchor="end">${power} s</text>`,
    ),
    ...points.map(
      ({ n }) =>
        `<text x="${x.at(n).toFixed(1)}" y="${height - margin + 18}" text-anchor="middle">${n.toLocaleString('en')}</text>`,
    ),
    `<text x="${width / 2}" y="${height - 16}" text-anchor="middle">distinct phrases with one random field</text>`,
    `<polyline points="${path(square)}" fill="none" stroke="#999" stroke-dasharray="4 4"/>`,
    `<polyline points="${path(points)}" fill="none" stroke="#1f5fa8" stroke-width="2"/>`,
    ...points.map(
      ({ n, seconds }) =>
        `<circle cx="${x.at(n).toFixed(1)}" cy="${y.at(seconds).toFixed(1)}" r="4" fill="#1f5fa8">` +
        `<title>${n} phrases: ${seconds.toFixed(3)} s</title></circle>`,
    ),
    `<text x="${margin + 10}" y="${margin / 2 + 14}">D_C: measured (solid), n\u00b2 (dashed)</text>`,
    '</svg>',
  ].join('\n');
  const folder = join(root, 'out');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, `${svg}\n`);
  return file;
}

interface Scale {
  at(value: number): number;
  /** Powers of ten within reach. */
  readonly powers: readonly number[];
}

function scale(values: readonly number[], from: number, to: number): Scale {
  const [least, most] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  const powers: number[] = [];
  for (let power = Math.ceil(least); power <= most; power += 1) powers.push(Number(`1e${power}`));
  return { at: (value) => from + ((Math.log10(value) - least) / (most - least)) * (to - from), powers };
}
