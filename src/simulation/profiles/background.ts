import { filler, joined, payload, random } from '../payload-parts.js';
import type { BackscatterStep, WeightedPlan } from '../plan.js';
import { hosts, inParallel, knock, ping, plan, syn, tcp, udp } from '../plan-parts.js';
import { forgedPorts } from '../port-pool.js';
import { weighted } from './weighted.js';
import { rpcBind } from './wire.js';

/** What Table 1 counts among "Others" and the text names, or what any network of the time saw. */

/** NetBIOS node status query for the wildcard name. */
const wildcardQuery = joined(
  Uint8Array.of(0x80, 0xf0, 0, 0x10, 0, 1, 0, 0, 0, 0, 0, 0),
  Uint8Array.of(32),
  `CK${'A'.repeat(30)}`,
  Uint8Array.of(0, 0, 0x21, 0, 1),
);
const statusAnswer = joined(
  Uint8Array.of(0x80, 0xf0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0, 32),
  `CK${'A'.repeat(30)}`,
  Uint8Array.of(0, 0, 0x21, 0, 1, 0, 0, 0, 0, 0, 65, 1),
  'HONEYPOT       \0',
  Uint8Array.of(4, 0),
  filler(46, 0),
);
const echo = { pace: inParallel, stacks: ['windows-xp'] } as const;

/** Frequent first: their place decides their weight in the tail. */
export const backgroundPlans: readonly {
  readonly sequence: string;
  readonly plans: readonly WeightedPlan[];
}[] = [
  {
    sequence: '1434U',
    plans: weighted([
      1,
      plan(
        'slammer-like',
        'one-datagram',
        hosts([0, 1, 2], udp(1434, payload(joined(Uint8Array.of(4), filler(375, 1))))),
      ),
    ]),
  },
  {
    sequence: 'I,135',
    plans: weighted([
      1,
      plan(
        'nachi-like',
        'ping-then-rpc',
        hosts(
          [0, 1, 2],
          ping(payload(filler(64, 0xaa))),
          tcp(135, 3, { talk: [{ send: payload(rpcBind(0xaa)) }] }),
        ),
        echo,
      ),
    ]),
  },
  {
    sequence: 'I',
    plans: weighted(
      [
        3,
        plan(
          'ping-sweep',
          'windows',
          hosts([0, 1, 2], ping(payload('abcdefghijklmnopqrstuvwabcdefghi'))),
          echo,
        ),
      ],
      [1, plan('cyberkit-like', 'aa', hosts([0, 1, 2], ping(payload(filler(64, 0xaa)), 2)), echo)],
    ),
  },
  {
    sequence: '137U',
    plans: weighted([
      1,
      plan(
        'nbtstat-scan',
        'wildcard',
        hosts([0, 1, 2], udp(137, payload(wildcardQuery), 1, payload(statusAnswer))),
      ),
    ]),
  },
  {
    sequence: '3127',
    plans: weighted([1, plan('mydoom-knock', 'tries-3', hosts([0, 1, 2], knock(3127, 3)))]),
  },
  {
    sequence: '25',
    plans: weighted([
      1,
      plan(
        'relay-check',
        'linux',
        hosts(
          [2],
          tcp(25, 3, {
            banner: payload('220 linux ESMTP\r\n'),
            talk: [
              {
                send: payload('HELO ', random('alnum', 6, 10, 'host'), '\r\n'),
                reply: payload('250 linux\r\n'),
              },
              {
                send: payload('MAIL FROM:<', random('alnum', 5, 8, 'user'), '@example.com>\r\n'),
                reply: payload('250 Ok\r\n'),
              },
            ],
          }),
        ),
      ),
    ]),
  },
  {
    sequence: '3128,8080,1080',
    plans: weighted([
      1,
      plan(
        'proxy-hunter',
        'connect',
        hosts(
          [0, 1, 2],
          tcp(3128, 1, {
            talk: [
              {
                send: payload('CONNECT 198.51.100.7:25 HTTP/1.0\r\n\r\n'),
                reply: payload('HTTP/1.0 403 Forbidden\r\n\r\n'),
              },
            ],
          }),
          knock(8080, 1),
          knock(1080, 1),
        ),
        { stacks: ['linux-24'] },
      ),
    ]),
  },
  {
    sequence: '22',
    plans: weighted([
      1,
      plan(
        'ssh-banner',
        'linux',
        hosts(
          [0, 1, 2],
          tcp(22, 3, {
            banner: payload('SSH-1.99-OpenSSH_3.1p1\r\n'),
            talk: [{ send: payload('SSH-1.0-SSH_Version_Mapper\r\n') }],
          }),
        ),
      ),
    ]),
  },
  {
    sequence: 'P253',
    plans: weighted([
      1,
      plan(
        'odd-protocol',
        'experimental',
        [{ role: 1, steps: [{ kind: 'raw', protocol: 253, count: 2, data: payload(filler(32, 0)) }] }],
        { stacks: ['raw'] },
      ),
    ]),
  },
];

/** Draws the order of its four ports anew for every source. */
export const shuffler = plan(
  'port-shuffler',
  'four-ports',
  hosts([0, 1, 2], knock(8000, 1), knock(8081, 1), knock(8888, 1), knock(9000, 1)),
  {
    shufflesPorts: true,
    stacks: ['linux-24'],
  },
);

/** Minutes between honeypots: the rare exceptions to the half minute. */
export const slowWalker = plan('slow-walker', 'patient', hosts([0, 1, 2], syn(1080, 2)), {
  pace: { mode: 'sequence', hostGapMs: 1_500_000, rttMs: [60, 250], longestSeconds: 4000 },
});

const backscatter = (
  answer: BackscatterStep['answer'],
  fromPort: number,
  min: number,
  max: number,
): BackscatterStep => ({
  kind: 'backscatter',
  answer,
  fromPort,
  ports: forgedPorts,
  count: { min, max },
});

export const backscatterTool = 'backscatter';

/** Victims of floods whose forged senders happen to be the honeypots: one honeypot each. */
export const backscatterPlans: readonly WeightedPlan[] = weighted(
  [45, plan(backscatterTool, 'syn-ack', hosts([0, 1, 2], backscatter('syn-ack', 80, 1, 4)), { pick: 'one' })],
  [
    15,
    plan(backscatterTool, 'syn-ack-irc', hosts([0, 1, 2], backscatter('syn-ack', 6667, 1, 4)), {
      pick: 'one',
    }),
  ],
  [25, plan(backscatterTool, 'rst', hosts([0, 1, 2], backscatter('rst', 80, 1, 3)), { pick: 'one' })],
  [
    15,
    plan(backscatterTool, 'unreachable', hosts([0, 1, 2], backscatter('unreachable', 53, 1, 2)), {
      pick: 'one',
    }),
  ],
);
