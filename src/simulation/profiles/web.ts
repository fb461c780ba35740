import { attempt, choice, dictionary, filler, joined, payload, random } from '../payload-parts.js';
import type { Exchange, TcpStep, WeightedPlan } from '../plan.js';
import { hosts, hurried, inParallel, knock, plan, syn, tcp } from '../plan-parts.js';
import { weighted } from './weighted.js';

/** Web servers: Table 2's {80}, and {443}. */

const found = payload('HTTP/1.1 200 OK\r\nServer: Microsoft-IIS/4.0\r\nContent-Length: 5\r\n\r\nhello');
const missing = payload(
  'HTTP/1.1 404 Object Not Found\r\nServer: Microsoft-IIS/4.0\r\nContent-Length: 0\r\n\r\n',
);
const get = (path: string, ...headers: string[]): Exchange => ({
  send: payload([`GET ${path} HTTP/1.0`, ...headers, '', ''].join('\r\n')),
  reply: missing,
});

const cgiNames = dictionary(180).map((name, index) => `/cgi-bin/${name}${index % 3 === 0 ? '.cgi' : '.pl'}`);

/** One connection per name: SYN, ACK, GET, ACK, FIN and ACK each. */
const cgiScan = (choices: readonly number[]): TcpStep =>
  tcp(80, 3, {
    acksReplies: true,
    talk: [
      {
        send: payload('GET ', attempt(cgiNames), ' HTTP/1.0\r\nUser-Agent: cgi-check\r\n\r\n'),
        reply: missing,
      },
    ],
    connections: { choices },
  });

const longBody = joined(
  'SEARCH / HTTP/1.1\r\nHost: target\r\nContent-Length: 30000\r\n\r\n',
  filler(30_000, 0x4e),
);
const idaQuery = joined(
  'GET /default.ida?',
  filler(3000, 0x4e),
  '=a HTTP/1.0\r\nContent-type: text/xml\r\n\r\n',
);

/** What an SSL 2 client says first, version 3.0 offered. */
const clientHello = joined(
  Uint8Array.of(0x80, 0x1f, 1, 3, 0, 0, 6, 0, 0, 0, 0x10),
  filler(6, 0x0a),
  filler(16, 0x5a),
);

export const webPlans: Readonly<Record<string, readonly WeightedPlan[]>> = {
  '80': weighted(
    [55.8, plan('web-knock', 'winnt', hosts([1], knock(80, 3)))],
    [
      18.7,
      plan('web-banner', 'root', hosts([0, 1, 2], tcp(80, 3, { talk: [{ ...get('/'), reply: found }] }))),
    ],
    [5.6, plan('web-syn', 'winnt', hosts([1], syn(80)), { stacks: ['raw'], sourcePorts: 'random' })],
    [
      9.2,
      plan('cgi-check', 'names', hosts([1], cgiScan([300, 400, 480])), {
        pace: { ...hurried(60), longestSeconds: 90 },
      }),
    ],
    [
      3.4,
      plan('code-red-like', 'ida', hosts([1, 2], tcp(80, 3, { talk: [{ send: payload(idaQuery) }] })), {
        pace: inParallel,
      }),
    ],
    [
      2.2,
      plan(
        'webdav-like',
        'search',
        hosts([1], tcp(80, 3, { talk: [{ send: payload(longBody), reply: missing }] })),
      ),
    ],
    [
      2,
      plan(
        'open-proxy-check',
        'random-url',
        hosts(
          [0, 1, 2],
          tcp(80, 3, {
            talk: [
              {
                send: payload(
                  'GET http://',
                  choice(['www.example.com', 'www.example.net', 'www.example.org']),
                  '/',
                  random('alnum', 6, 10),
                  '.html HTTP/1.0\r\n\r\n',
                ),
                reply: missing,
              },
            ],
          }),
        ),
      ),
    ],
    [0.9, plan('web-sweep', 'one-syn', hosts([0, 1, 2], syn(80)), { stacks: ['raw'], sourcePorts: 'fixed' })],
    [
      0.9,
      plan(
        'web-pair',
        'head',
        hosts([1, 2], tcp(80, 2, { talk: [get('/index.html', 'User-Agent: pair/1.0')] })),
      ),
    ],
    [
      0.8,
      plan(
        'web-options',
        'options',
        hosts(
          [0, 1, 2],
          tcp(80, 1, { talk: [{ send: payload('OPTIONS * HTTP/1.0\r\n\r\n'), reply: found }] }),
        ),
        { stacks: ['linux-24'] },
      ),
    ],
    [
      0.6,
      plan(
        'unicode-dir',
        'winnt',
        hosts(
          [1],
          tcp(80, 1, {
            talk: ['/scripts/..%c0%af../x', '/msadc/..%c0%af../x', '/iisadmpwd/x'].map((path) => get(path)),
          }),
        ),
      ),
    ],
  ),
  '443': weighted(
    [
      52,
      plan(
        'ssl-hello',
        'random-id',
        hosts([0, 1, 2], tcp(443, 3, { talk: [{ send: payload(clientHello) }] })),
      ),
    ],
    [30, plan('ssl-syn', 'one-syn', hosts([1, 2], syn(443)), { stacks: ['raw'] })],
    [
      18,
      plan(
        'slapper-like',
        'linux',
        hosts([2], tcp(443, 3, { talk: [{ send: payload('GET / HTTP/1.1\r\n\r\n') }] })),
        { stacks: ['linux-24'] },
      ),
    ],
  ),
};
