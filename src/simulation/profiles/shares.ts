import { attempt, dictionary, payload, random } from '../payload-parts.js';
import type { Exchange, Plan, TcpStep, WeightedPlan } from '../plan.js';
import { host, hosts, hurried, inParallel, knock, plan, syn, tcp } from '../plan-parts.js';
import { weighted } from './weighted.js';
import {
  logonFailure,
  negotiateAnswer,
  negotiateRequest,
  netbiosAccepted,
  netbiosSessionRequest,
  sessionSetup,
  sessionSetupWith,
  treeConnect,
  treeDisconnect,
  treeRefused,
} from './wire.js';

/** Windows file sharing, ports 139 and 445: Table 2's {445}, {139}, {139, 445}, and {445, 139} of June 2003. */

const opening = (caller: string): Exchange[] => [
  { send: payload(netbiosSessionRequest(caller)), reply: payload(netbiosAccepted) },
  { send: payload(negotiateRequest()), reply: payload(negotiateAnswer) },
];
const logon = (account: string): Exchange => ({
  send: payload(sessionSetup(account)),
  reply: payload(logonFailure),
});
const tree = (share: string): Exchange => ({
  send: payload(treeConnect(share)),
  reply: payload(treeRefused),
});
const farewell: Exchange = { send: payload(treeDisconnect) };

/** A talkative session on 139: 2 + 2 per acknowledged exchange + 1 + 2 inbound packets. */
const talk139 = (tries: number, ...talk: Exchange[]): TcpStep => tcp(139, tries, { talk, acksReplies: true });

const brute139 = (caller: string, words: number, choices: readonly number[]): TcpStep =>
  tcp(139, 1, {
    acksReplies: true,
    talk: [
      ...opening(caller),
      {
        send: payload(
          ...sessionSetupWith(attempt(dictionary(words).map((word) => word.padEnd(8, '0').slice(0, 8))), 8),
        ),
        reply: payload(logonFailure),
        repeat: { choices },
      },
    ],
  });

const hurriedTalk = { pace: hurried(20) };

const port445: readonly WeightedPlan[] = weighted(
  [65.5, plan('deloder', 'connect', hosts([0, 1, 2], knock(445, 3)))],
  [18.4, plan('share-probe', 'one-syn', hosts([1], syn(445)), { stacks: ['raw'], sourcePorts: 'fixed' })],
  [
    6.1,
    plan('lsass-scan', 'short-last', [...hosts([0, 1], knock(445, 3)), host(2, knock(445, 2))], {
      pace: inParallel,
    }),
  ],
  [
    4,
    plan('syn-sweep-445', 'one-each', hosts([0, 1, 2], syn(445)), {
      stacks: ['raw'],
      sourcePorts: 'random',
      pace: inParallel,
    }),
  ],
  [2.5, plan('share-walk', 'two-hosts', hosts([0, 1], knock(445, 3)))],
  [
    0.9,
    plan('smb-two-tries', 'connect', hosts([0, 1, 2], knock(445, 2, { retry: 'application' })), {
      stacks: ['linux-24'],
    }),
  ],
  [0.9, plan('korgo-like', 'six', hosts([0, 1, 2], knock(445, 3), knock(445, 3)), { pace: inParallel })],
  [0.9, plan('share-lister', 'first-twice', [host(0, knock(445, 2)), ...hosts([1, 2], knock(445, 1))])],
  [0.8, plan('lone-445', 'three-tries', hosts([2], knock(445, 3)), { stacks: ['windows-98'] })],
);

const port139: readonly WeightedPlan[] = weighted(
  [49.2, plan('netbios-knock', 'connect', hosts([0, 1, 2], knock(139, 3)))],
  [18, plan('nbt-sweep', 'one-syn', hosts([0, 1, 2], syn(139)), { stacks: ['raw'], sourcePorts: 'fixed' })],
  [9.5, plan('netbios-connect', 'both', hosts([0, 1], tcp(139, 3)))],
  [6.3, plan('netbios-connect', 'winnt', hosts([1], tcp(139, 3)))],
  [
    8.5,
    plan('net-use', 'logons', hosts([0, 1], brute139('SCANHOST', 180, [100, 150, 200])), {
      pace: { ...hurried(20), longestSeconds: 120 },
    }),
  ],
  [
    5,
    plan(
      'share-grabber',
      'named',
      hosts(
        [0, 1, 2],
        talk139(3, ...opening('GRABBER'), {
          send: payload(...sessionSetupWith(random('alnum', 8, 8, 'account'), 8)),
          reply: payload(logonFailure),
        }),
      ),
    ),
  ],
  [
    1.4,
    plan('share-lister-139', 'anonymous', hosts([0, 1, 2], talk139(1, ...opening('LISTER'), tree('IPC$')))),
  ],
  [1.2, plan('opaserv-like', 'drive-c', hosts([0], talk139(1, ...opening('OPA'), tree('C'), farewell)))],
  [
    0.9,
    plan('lone-139', 'two-tries', hosts([2], knock(139, 2, { retry: 'application' })), {
      stacks: ['freebsd'],
    }),
  ],
);

/** 17 inbound packets on 139 and one SYN on 445. */
const netbiosTalk = talk139(
  1,
  ...opening('WORKER'),
  logon('administrator'),
  tree('IPC$'),
  tree('ADMIN$'),
  tree('C$'),
  farewell,
);

/** 68 inbound packets: 32 acknowledged exchanges and the handshakes. */
const auditorTalk = talk139(
  3,
  ...opening('LEVIATHAN'),
  ...dictionary(28).map(logon),
  tree('IPC$'),
  tree('ADMIN$'),
);

const both = (ports: readonly [number, number]): readonly WeightedPlan[] =>
  ports[0] === 445
    ? weighted(
        [
          60,
          plan(
            'share-worm-445-139',
            'logon',
            hosts([0, 1, 2], knock(445, 2), talk139(2, ...opening('WORM'), logon('guest'))),
          ),
        ],
        [
          25,
          plan('reverse-sweep', 'one-each', hosts([0, 1, 2], syn(445), syn(139)), {
            stacks: ['raw'],
            pace: inParallel,
          }),
        ],
        [15, plan('reverse-knock', 'connect', hosts([0, 1], knock(445, 3), knock(139, 3)))],
      )
    : weighted(
        [
          41.1,
          plan(
            'share-worm',
            'talk',
            hosts([0, 1], netbiosTalk, syn(445)).concat(host(2, syn(139), syn(445))),
          ),
        ],
        [
          7.6,
          plan(
            'leviathan-auditor',
            'audit',
            [...hosts([0, 1], auditorTalk, knock(445, 3)), host(2, knock(139, 2), knock(445, 1))],
            hurriedTalk,
          ),
        ],
        [
          6.8,
          plan(
            'null-session-dump',
            'winnt',
            hosts([1], talk139(1, ...opening('DUMP'), ...dictionary(31).map(tree), farewell), knock(445, 3)),
            hurriedTalk,
          ),
        ],
        [23, sharePasswords('share-passwords', [40, 60, 80, 100, 130, 160, 180, 200])],
        [
          4.2,
          plan('share-sweep', 'one-each', hosts([0, 1, 2], syn(139), syn(445)), {
            stacks: ['raw'],
            pace: inParallel,
          }),
        ],
        [3.6, plan('share-knock', 'connect', hosts([0, 1, 2], knock(139, 3), knock(445, 3)))],
        [
          3.2,
          plan(
            'ipc-probe',
            'ipc',
            hosts([0, 1, 2], talk139(3, ...opening('PROBE'), tree('IPC$')), knock(445, 3)),
          ),
        ],
        [
          2.8,
          plan(
            'admin-probe',
            'admin',
            hosts([0, 1, 2], talk139(2, ...opening('ADM'), logon('admin'), tree('ADMIN$')), knock(445, 2)),
          ),
        ],
        [
          2.4,
          plan(
            'dollar-c',
            'drives',
            hosts(
              [0, 1, 2],
              talk139(1, ...opening('DRV'), tree('C$'), tree('D$'), tree('E$')),
              knock(445, 1),
            ),
          ),
        ],
        [
          2.2,
          plan(
            'guest-logon',
            'guest',
            hosts([0, 1], talk139(1, ...opening('GST'), logon('guest'), logon('guest')), knock(445, 1)),
          ),
        ],
        [
          1.7,
          plan(
            'machine-logon',
            'named',
            hosts(
              [0, 1, 2],
              talk139(1, ...opening('MACH'), {
                send: payload(...sessionSetupWith(random('hex', 8, 8, 'machine'), 8)),
                reply: payload(logonFailure),
              }),
              knock(445, 1),
            ),
          ),
        ],
        [
          1.4,
          plan(
            'lone-talker',
            'win98',
            hosts([0], talk139(1, ...opening('LONE'), tree('PRINT$')), knock(445, 2)),
          ),
        ],
      );

function sharePasswords(tool: string, choices: readonly number[]): Plan {
  return plan(tool, 'logons', hosts([0, 1], brute139('BRUTE', 180, choices), knock(445, 1)), {
    pace: { ...hurried(20), longestSeconds: 120 },
  });
}

export const sharePlans: Readonly<Record<string, readonly WeightedPlan[]>> = {
  '445': port445,
  '139': port139,
  '139,445': both([139, 445]),
  '445,139': both([445, 139]),
};
