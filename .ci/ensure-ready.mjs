// Makes a fresh clone ready to run: installs packages, builds the addons and the TypeScript, each only when needed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const addons = [
  'packet_decoder',
  'source_aggregator',
  'packet_table',
  'itemset_miner',
  'phrase_matcher',
  'stack_matcher',
];

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function oldest(paths) {
  return Math.min(...paths.map((path) => (existsSync(path) ? statSync(path).mtimeMs : 0)));
}

function run(step, command, args) {
  process.stderr.write(`honeysift: ${step} ...\n`);
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}`);
  process.stderr.write(`honeysift: ${step} failed (${[command, ...args].join(' ')})\n`);
  process.exit(1);
}

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const installedMark = join(root, 'node_modules', '.honeysift-installed');
if (oldest([installedMark]) < newest(join(root, 'package-lock.json'))) {
  // Not `npm ci`: it refuses a lock file from which npm left out the optional packages of other platforms.
  run('installing packages', npm, ['install', '--no-save', '--no-audit', '--no-fund']);
  mkdirSync(dirname(installedMark), { recursive: true });
  writeFileSync(installedMark, '');
}

const compiled = addons.map((name) => join(root, 'build', 'Release', `${name}.node`));
if (oldest(compiled) < Math.max(newest(join(root, 'native')), newest(join(root, 'binding.gyp')))) {
  run('building the native addons', npm, ['run', '--silent', 'build:native']);
  const now = new Date();

  for (const path of compiled) utimesSync(path, now, now);
}

const built = join(root, 'dist', '.built');
if (oldest([built]) < Math.max(newest(join(root, 'src')), newest(join(root, 'package.json')))) {
  run('compiling the TypeScript', npm, ['run', '--silent', 'build:ts']);
  writeFileSync(built, '');
}
