import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { commands } from '#honeysift/cli/commands.js';

import { runCli } from '../../support/run-cli.js';

const repository = new URL('../../../', import.meta.url);

describe('the commands', () => {
  it('are loaded by the names they have themselves', async () => {
    const names = await Promise.all([...commands.values()].map(async (load) => (await load())().name()));
    expect(names).toEqual([...commands.keys()]);
  });

  it('are all there', () => {
    const files = readdirSync(new URL('src/cli/commands', repository));
    expect([...commands.keys()].map((name) => `${name}.ts`).sort()).toEqual(files.sort());
  });

  it('stand in the help, which each has of its own as well', () => {
    const help = runCli(['--help']).stdout;
    for (const name of commands.keys()) expect(help).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    expect(runCli(['prune', '--help']).stdout).toMatch(/^Usage: honeysift prune /);
  });

  it('come with the version of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('package.json', repository), 'utf8')) as {
      version: string;
    };
    expect(runCli(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n` });
  });
});
