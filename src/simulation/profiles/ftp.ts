import { attempt, dictionary, payload, random, type PartLike } from '../payload-parts.js';
import type { Exchange, TcpStep, WeightedPlan } from '../plan.js';
import { host, hosts, hurried, inParallel, knock, plan, syn, tcp } from '../plan-parts.js';
import { weighted } from './weighted.js';

/** FTP servers: Table 2's {21} and {80, 57, 21}. Only the NT machine has port 21 open. */

const banner = payload('220 winnt Microsoft FTP Service (Version 4.0).\r\n');
const ok = payload('331 Anonymous access allowed, send identity as password.\r\n');
const denied = payload('530 User cannot log in.\r\n');
const say = (...parts: PartLike[]): Exchange => ({ send: payload(...parts, '\r\n'), reply: ok });
const refused = (...parts: PartLike[]): Exchange => ({ send: payload(...parts, '\r\n'), reply: denied });
const anonymous = say('USER anonymous');

/** Without ACKs of their own, replies cost no inbound packet: 2 + one per command + 2. */
const ftp = (tries: number, talk: Exchange[], options: Partial<TcpStep> = {}): TcpStep =>
  tcp(21, tries, { banner, talk, ...options });

const bruteLogins = dictionary(180);
const brute = (choices: readonly number[]): TcpStep =>
  ftp(
    1,
    [
      refused('USER admin'),
      { send: payload('PASS ', attempt(bruteLogins), '\r\n'), reply: denied, repeat: { choices } },
    ],
    { acksReplies: true },
  );

/** Six commands: SYN, ACK, six, FIN, ACK = 10 inbound packets; two letters of the password are drawn. */
const grimsPing = ftp(3, [
  anonymous,
  say('PASS ', random('alpha', 2, 2, 'login'), 'gpuser@home.com'),
  say('CWD /pub/'),
  say('MKD tagged'),
  say('RMD tagged'),
  say('CWD /incoming/'),
]);

const anonymousThen = (...words: string[]): Exchange[] => [
  anonymous,
  say('PASS guest@here.com'),
  ...words.map((word) => say(word)),
];

const others21: readonly WeightedPlan[] = weighted(
  [2.9, plan('ftp-sweep', 'one-syn', hosts([0, 1, 2], syn(21)), { stacks: ['raw'], pace: inParallel })],
  [
    2.7,
    plan('ftp-two', 'connect', hosts([0, 1, 2], knock(21, 2, { retry: 'application' })), {
      stacks: ['linux-24'],
    }),
  ],
  [2.6, plan('ftp-banner', 'winnt', hosts([1], ftp(3, [])))],
  [2.5, plan('pub-finder', 'pub', hosts([0, 1, 2], ftp(1, anonymousThen('CWD /pub/', 'PWD'))))],
  [
    2.4,
    plan(
      'pub-finder-two',
      'incoming',
      hosts([0, 1, 2], ftp(2, anonymousThen('CWD /incoming/', 'MKD test', 'RMD test'))),
    ),
  ],
  [2.3, plan('ws-ftp-like', 'syst', hosts([0, 1, 2], ftp(3, anonymousThen('SYST'))))],
  [
    2.2,
    plan(
      'ftp-random-user',
      'names',
      hosts([0, 1, 2], ftp(3, [refused('USER ', random('alnum', 5, 9)), refused('PASS ', random('hex', 8))])),
    ),
  ],
  [
    2.1,
    plan(
      'tagger',
      'stamped',
      hosts([1], ftp(3, anonymousThen('CWD /').concat(say('MKD ', random('numeric', 12), 'p')))),
    ),
  ],
  [2, plan('ftp-help', 'help', hosts([0, 1, 2], ftp(1, [say('HELP'), say('QUIT')], { close: 'server' })))],
  [1.9, plan('warez-scan', 'site', hosts([0, 1], ftp(2, anonymousThen('SITE HELP', 'STAT'))))],
  [
    1.6,
    plan(
      'ftp-lister',
      'list',
      hosts([0, 1, 2], ftp(1, anonymousThen('PASV', 'LIST'), { acksReplies: true })),
    ),
  ],
);

export const ftpPlans: Readonly<Record<string, readonly WeightedPlan[]>> = {
  '21': weighted(
    [23.4, plan('grims-ping', 'letters', hosts([0, 1, 2], grimsPing))],
    // SYN, ACK, ACK of the banner, FIN, ACK.
    [13.7, plan('roadkil-ftp-probe', 'banner', hosts([0, 1, 2], ftp(3, [], { acksReplies: true })))],
    [
      10.6,
      plan('ftp-greeter', 'one-try', hosts([0, 1, 2], ftp(1, [], { acksReplies: true })), {
        stacks: ['linux-24'],
        pace: inParallel,
      }),
    ],
    // 2 + 4 commands with ACKs less one + banner's ACK... 11 in all; see the tests.
    [
      9.1,
      plan(
        'ftp-pillager',
        'winnt',
        hosts([1], ftp(3, anonymousThen('PORT 192,0,2,1,4,1'), { acksReplies: true })),
      ),
    ],
    [
      16,
      plan('ftp-passwords', 'admin', hosts([1], brute([60, 80, 100, 120, 150, 180, 210, 240, 270, 300])), {
        pace: { ...hurried(50), longestSeconds: 90 },
      }),
    ],
  ).concat(others21),
  // 9 + 22 + 9: 80 with 9 inbound packets, 57 with 3, 21 with 10 on the NT machine.
  '80,57,21': weighted(
    [
      65.1,
      plan(
        'fx-scanner',
        'full',
        hosts(
          [0, 1, 2],
          webTwice(3),
          knock(57, 3),
          ftp(3, anonymousThen('CWD /pub/', 'SYST', 'QUIT').concat(say('NOOP'))),
        ),
      ),
    ],
    [
      15,
      plan(
        'fx-scanner-short',
        'one-try',
        hosts([0, 1, 2], webTwice(1), knock(57, 1), ftp(1, anonymousThen('SYST'))),
      ),
    ],
    [10, plan('triple-knock', 'connect', hosts([0, 1, 2], knock(80, 3), knock(57, 3), knock(21, 3)))],
    [
      6,
      plan('triple-syn', 'one-each', hosts([0, 1, 2], syn(80), syn(57), syn(21)), {
        stacks: ['raw'],
        pace: inParallel,
      }),
    ],
    [3.9, plan('fx-lone', 'winnt', hosts([1], webTwice(2), knock(57, 2), ftp(2, [anonymous])))],
  ),
};

/** Two requests acknowledged and one unanswered: 9 inbound packets where port 80 is open. */
function webTwice(tries: number): TcpStep {
  const page = payload('HTTP/1.1 404 Object Not Found\r\nContent-Length: 0\r\n\r\n');
  return tcp(80, tries, {
    acksReplies: true,
    talk: [
      { send: payload('HEAD / HTTP/1.0\r\n\r\n'), reply: page },
      { send: payload('GET /scanned-by-fx HTTP/1.0\r\n\r\n'), reply: page },
      { send: payload('QUIT\r\n') },
    ],
  });
}

/**
 * Two attacks that look like Grim's Ping by their counts and have nothing else in common with it: n = 3, 10 and 3.
 * A run replaces one source by each, where it has enough of them.
 */
export const anomalies = [
  plan('anomaly-ftp-one', 'odd', [
    host(0, knock(21, 3)),
    host(
      1,
      ftp(3, [
        say('SITE EXEC %p%p%p%p%p%p'),
        say('STAT /etc/shadow~'),
        say('CEL aaaabbbbccccdddd'),
        say('XCRC //////'),
        say('REST 4294967295'),
        say('ABOR'),
      ]),
    ),
    host(2, knock(21, 3)),
  ]),
  plan('anomaly-ftp-two', 'odd', [
    host(0, knock(21, 3)),
    host(
      1,
      ftp(3, [
        say('0wned? ::: 77777777'),
        say('zz'),
        say('======'),
        say('EHLO wrong.example'),
        say('GET / HTTP/1.0'),
        say('NICK lost'),
      ]),
    ),
    host(2, knock(21, 3)),
  ]),
] as const;
