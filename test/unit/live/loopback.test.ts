import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { readCapture } from '#honeysift/packets/read-capture.js';

import { runCli } from '../../support/run-cli.js';
import { withTempFolder } from '../../support/temp-folder.js';
import { requireTool } from '../../support/tools.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const main = resolve(root, 'dist/cli/main.js');
const canCapture =
  process.env['HONEYSIFT_REQUIRE_TOOLS'] === '1' ||
  (existsSync(resolve(root, 'node_modules/pcap/build/Release/pcap_binding.node')) &&
    process.getuid?.() === 0);

interface Summary {
  readonly packets: number;
  readonly kernel_drops: number;
  readonly stopped_by: string;
  readonly files: readonly { readonly path: string; readonly packets: number }[];
}

/** Runs `honeysift capture -i lo`, does `work` once it captures, then sends `signal`, if any, and waits. */
async function capturing(
  args: readonly string[],
  work: () => Promise<void>,
  signal?: NodeJS.Signals,
): Promise<{ code: number | null; summary: Summary }> {
  const child = spawn(process.execPath, [main, 'capture', '-i', 'lo', '--json', ...args]);
  let stdout = '';
  child.stdout.on('data', (piece) => (stdout += String(piece)));
  const closed = once(child, 'close');
  await once(child.stderr, 'data');
  await work();
  if (signal !== undefined) {
    await sleep(100);
    child.kill(signal);
  }
  const [code] = (await closed) as [number | null];
  return { code, summary: JSON.parse(stdout) as Summary };
}

async function withUdp(
  use: (port: number, send: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const receiver = createSocket('udp4').bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address();
  const sender = createSocket('udp4');
  try {
    await use(
      port,
      (text) =>
        new Promise((sent) => {
          sender.send(text, port, '127.0.0.1', () => {
            sent();
          });
        }),
    );
  } finally {
    sender.close();
    receiver.close();
  }
}

const datagrams = Array.from({ length: 300 }, (_, at) => `datagram ${at} ${'.'.repeat(at)}`);

/** Payloads by protocol: datagrams one by one, TCP segments of one direction joined. */
async function payloads(
  path: string,
  tcpPort: number,
): Promise<{ udp: string[]; tcp: string; packets: number }> {
  const udp: string[] = [];
  let tcp = '';
  const { packets, anomalies, losses } = await readCapture(path, ({ columns, bytes }) => {
    for (let row = 0; row < columns.rows; row += 1) {
      const at = columns.payloadOffset[row] ?? 0;
      const text = Buffer.from(bytes.subarray(at, at + (columns.payloadCaptured[row] ?? 0))).toString();
      if (columns.ipProtocol[row] === 17) udp.push(text);
      else if (columns.dstPort[row] === tcpPort) tcp += text;
    }
  });
  expect({ anomalies, losses }).toEqual({ anomalies: {}, losses: [] });
  return { udp, tcp, packets };
}

function tsharkPayloads(path: string): string[] {
  const { stdout } = spawnSync('tshark', ['-r', path, '-T', 'fields', '-e', 'udp.payload'], {
    encoding: 'utf8',
  });
  const lines = stdout.trimEnd().split('\n');
  return lines.filter((line) => line !== '').map((hex) => Buffer.from(hex, 'hex').toString());
}

describe.skipIf(!canCapture)(
  'honeysift capture on loopback (skipped without the package pcap or without root)',
  () => {
    it.each(['SIGINT', 'SIGTERM'] as const)(
      'has every packet, and ends cleanly on %s',
      async (signal) => {
        await withTempFolder(async (out) => {
          const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
          await once(server, 'listening');
          const tcpPort = (server.address() as AddressInfo).port;
          const text = 'GET / HTTP/1.0\r\n\r\n'.repeat(2000);
          try {
            await withUdp(async (udpPort, send) => {
              const filter = `udp dst port ${udpPort} or tcp port ${tcpPort}`;
              const { code, summary } = await capturing(
                ['--out', out, '--filter', filter],
                async () => {
                  for (const datagram of datagrams) await send(datagram);
                  const client = connect(tcpPort, '127.0.0.1');
                  client.resume().end(text);
                  await once(client, 'close');
                },
                signal,
              );
              expect(code).toBe(0);
              expect(summary).toMatchObject({ stopped_by: 'signal', kernel_drops: 0 });
              const found = { udp: [] as string[], tcp: '' };
              const seen: string[] = [];
              for (const { path, packets } of summary.files) {
                const part = await payloads(path, tcpPort);
                expect(part.packets).toBe(packets);
                found.udp.push(...part.udp);
                found.tcp += part.tcp;
                if (!requireTool('tshark')) continue;
                seen.push(...tsharkPayloads(path));
                const info = spawnSync('capinfos', ['-c', '-E', '-M', path], { encoding: 'utf8' }).stdout;
                expect(info).toMatch(new RegExp(`Number of packets: +${packets}\\b`));
                expect(info).toMatch(/encapsulation: +ether\b/);
              }
              expect(found).toEqual({ udp: datagrams, tcp: text });
              if (requireTool('tshark')) expect(seen).toEqual(datagrams);
            });
          } finally {
            server.close();
          }
        });
      },
      60_000,
    );

    it('snaps packets, keeps their lengths, and stops after a number of them', async () => {
      await withTempFolder(async (out) => {
        await withUdp(async (port, send) => {
          const { code, summary } = await capturing(
            ['--out', out, '--filter', `udp dst port ${port}`, '--snaplen', '50', '--packets', '5'],
            async () => {
              for (let at = 0; at < 20; at += 1) await send('x'.repeat(200));
            },
          );
          expect(code).toBe(0);
          expect(summary).toMatchObject({ stopped_by: 'packets', packets: 5 });
          const lengths: number[][] = [];
          await readCapture(summary.files[0]?.path ?? '', ({ columns }) => {
            for (let row = 0; row < columns.rows; row += 1)
              lengths.push([columns.capturedLength[row] ?? 0, columns.originalLength[row] ?? 0]);
          });
          expect(lengths).toEqual(Array.from({ length: 5 }, () => [50, 14 + 20 + 8 + 200]));
        });
      });
    }, 60_000);

    it('ends after its time even when no packet comes any more', async () => {
      await withTempFolder((out) => {
        const quiet = ['--quiet', '--filter', 'udp port 9 and less 1'];
        const run = runCli(['capture', '-i', 'lo', '--out', out, '--duration', '0.3', ...quiet]);
        expect(run).toMatchObject({ status: 0, stderr: '' });
        expect(readdirSync(out)).toEqual([]);
        return Promise.resolve();
      });
    }, 60_000);

    it('says what is wrong with the interface or the filter', () => {
      const absent = runCli(['capture', '-i', 'absent0']);
      expect(absent).toMatchObject({ status: 1, stdout: '' });
      expect(absent.stderr).toMatch(/no interface absent0: .*\blo\b.*\[ERR_INTERFACE\]/);
      const filter = runCli(['capture', '-i', 'lo', '--filter', 'udp prt 5']);
      expect(filter).toMatchObject({ status: 2, stdout: '' });
      expect(filter.stderr).toMatch(/"udp prt 5".*syntax error.*\[ERR_FILTER\]/);
      expect(runCli(['capture', '-i', 'lo', '--duration', '0']).status).toBe(2);
      expect(runCli(['capture']).status).toBe(2);
    }, 60_000);
  },
);

it('says what to install where the package pcap is missing', async () => {
  await withTempFolder((folder) => {
    const hide = join(folder, 'hide-pcap.cjs');
    writeFileSync(
      hide,
      `const { Module } = require('node:module');
       const resolve = Module._resolveFilename;
       Module._resolveFilename = (request, ...rest) =>
         resolve.call(Module, request.startsWith('pcap/') ? 'absent-package' : request, ...rest);`,
    );
    const { status, stderr } = spawnSync(process.execPath, ['--require', hide, main, 'capture', '-i', 'lo'], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/libpcap-dev.*npm install pcap.*\[ERR_LIBPCAP\]/);
    return Promise.resolve();
  });
}, 60_000);
