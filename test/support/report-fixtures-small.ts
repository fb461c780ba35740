import { openReportStore, quoted } from './report-fixtures.js';
import type { ReportStore } from './report-fixtures.js';

/** Texts as an attacker would send them: markup, quotes, terminal escapes, bidi overrides, NUL, and sheer length. */
export const hostile = {
  script: '<script>alert(1)</script><img src=x onerror=alert(2)>',
  quotes: `" onmouseover="alert(3)' x='`,
  terminal: '\u001b[2J\u001b]0;owned\u0007\r\n\u009b31m',
  bidi: 'gnp.exe\u202egpj.\u2066x\u2069\u200b',
  nul: 'before\u0000after',
  long: 'A'.repeat(20_000),
} as const;

const template = JSON.stringify([
  { kind: 'fixed', text: `GET /${hostile.script}${hostile.quotes} HTTP/1.0||<0d0a00>||` },
  {
    kind: 'variable',
    alphabet: `a-z"'<${hostile.bidi}`,
    minLength: 3,
    maxLength: 9,
    values: 12,
    examples: [hostile.script, hostile.terminal],
  },
  { kind: 'fixed', text: `${hostile.terminal}${hostile.nul}${hostile.bidi}${hostile.long}` },
]);

/**
 * Eight attack sources over three days and two months against two honeypots: two of 445, one each of 80,443 and 443,80
 * (the last rare), one backscatter, and a flood of three on 80. Texts are hostile wherever an attacker has a say.
 */
export async function smallStore(): Promise<ReportStore> {
  const source = (
    ip: string,
    day: string,
    sequence: string,
    t: number,
    n: number,
    seconds: number,
    cause: string | null,
    rest: { backscatter?: boolean; flood?: boolean; phrase?: string; cut?: boolean } = {},
  ) => {
    const text = (value: string | null) => (value === null ? 'NULL' : quoted(value));
    const family = cause === null ? null : cause === 'R3' ? 'F2' : 'F1';
    return `(${quoted(`${ip}@${day}`)}, ${quoted(day)}, ${quoted(ip)}, ${quoted(sequence)}, ${t}, ${n}, ${n}, ${seconds},
      NULL, ${quoted(`${day} 10:00:00`)}, ${quoted(`${day} 10:00:09`)}, ${rest.backscatter ?? false},
      ${rest.flood === true ? "'flood-1'" : 'NULL'}, ${quoted(rest.phrase ?? 'P1')}, ${rest.cut ?? false}, ${n}, 0, 0, 0,
      ${text(cause === 'R1' ? 'C1' : cause === 'R2' ? 'C2' : null)}, ${text(cause)}, ${text(family)})`;
  };
  return openReportStore(
    `
INSERT INTO captures VALUES
  ('a.pcap', 'd1', 'pcap', 4000, 70, 5000, 40, 20, 1, 4, 5, '2024-01-31 09:00:00', '2024-01-31 23:59:59.5', 2, false),
  (${quoted(`b${hostile.script}.pcap`)}, 'd2', 'pcapng', 3000, 50, 2500, 30, 15, 0, 5, 0, '2024-02-01 00:00:00', '2024-02-02 12:00:00', 1, true);
INSERT INTO anomalies VALUES ('a.pcap', 'truncated_packet', 2), ('b.pcap', 'truncated_packet', 1), ('b.pcap', 'odd', 7);
INSERT INTO losses VALUES (${quoted(`b${hostile.script}.pcap`)}, 'broken_block', 2900, NULL);
INSERT INTO honeypots VALUES ('b', 2, ['10.9.0.2', '2001:db8::2'], NULL, NULL, NULL, true),
  (${quoted(`a${hostile.script}`)}, 1, ['10.9.0.1'], 'Linux', 'lab', 'FR', true);
INSERT INTO attack_sources VALUES
  ${[
    source('10.0.0.1', '2024-01-31', '445', 2, 4, 1, 'R1'),
    source('10.0.0.1', '2024-02-01', '445', 2, 4, 40, 'R1'),
    source('10.0.0.2', '2024-02-01', '80,443', 1, 2, 0, 'R2', { phrase: 'P2' }),
    source('10.0.0.3', '2024-02-01', '443,80', 1, 2, 5, null, { phrase: 'P3', cut: true }),
    source('10.0.0.4', '2024-02-02', '', 1, 1, 0, null, { backscatter: true }),
    source('10.7.0.1', '2024-02-02', '80', 1, 1, 0, 'R3', { flood: true }),
    source('10.7.0.2', '2024-02-02', '80', 1, 1, 0, 'R3', { flood: true }),
    source('10.7.0.3', '2024-02-02', '80', 1, 1, 0, 'R3', { flood: true }),
  ].join(',\n')};
INSERT INTO source_targets
  SELECT source_id, day, 'b', packets // targets, 1, day::TIMESTAMP + INTERVAL 2 SECOND FROM attack_sources;
INSERT INTO source_targets
  SELECT source_id, day, ${quoted(`a${hostile.script}`)}, 2, 2,
    day::TIMESTAMP + CASE WHEN duration_s > 30 THEN INTERVAL 3 SECOND ELSE INTERVAL 1 SECOND END
  FROM attack_sources WHERE targets = 2;
INSERT INTO phrases VALUES ('P1', '', 0, 4), ('P2', ${quoted(`GET ${hostile.script}||${hostile.bidi}`)}, 60, 1),
  ('P3', ${quoted(`${hostile.terminal}${hostile.quotes}${hostile.long}`)}, 20040, 1);
INSERT INTO ports_sequences VALUES ('445', 2, 1, '2024-01-31', '2024-02-01', 7, true, 3, 'frequent', 0.01, 1, 0),
  ('80', 3, 1, '2024-02-02', '2024-02-02', 3, false, 1, 'closed', 0.01, 0, 3), ('80,443', 1, 2, '2024-02-01', '2024-02-01', 3, true, 1, 'frequent', 0.01, 1, 0),
  ('443,80', 1, 2, '2024-02-01', '2024-02-01', 3, true, 1, 'frequent', 0.01, 0, 1);
INSERT INTO itemsets VALUES ('445', 'T=2', 1, 2, 1, false, false), ('445', 'T=2 & N=4', 2, 2, 1, true, true),
  ('445', 'N=4', 1, 2, 1, true, false), ('80,443', 'T=1 & N=2', 2, 1, 1, true, true);
INSERT INTO clusters VALUES ('C1', '445', 'T=2 & N=4', 1, 2, 2, 8, 0, 0, 0, 1, 'P1', 1),
  ('C2', '80,443', 'T=1 & N=2', 1, 1, 1, 2, 12.5, 3.25, NULL, 1, 'P2', 2);
INSERT INTO root_causes VALUES
  ('R1', 'F1', 'C1', '445', 'T=2 & N=4', 2, 2, 8, '', '[]', 0, 0, 0, 1, 'P1', '2024-01-31', '2024-02-01', NULL, 'all the same'),
  ('R2', 'F1', 'C2', '80,443', 'T=1 & N=2', 1, 1, 2, 'GET', ${quoted(template)}, 12.5, 3.25, NULL, 1, 'P2', '2024-02-01', '2024-02-01',
   ${quoted(`tool ${hostile.script}`)}, ${quoted(`because ${hostile.quotes}`)}),
  ('R3', 'F2', NULL, '80', NULL, 3, 1, 3, 'plain', NULL, 0, 0, 0, 1, 'P1', '2024-02-02', '2024-02-02', NULL, 'one flood');
INSERT INTO families VALUES ('F1', ['445', '80,443'], 2, 3, 3, 10, '2024-01-31', '2024-02-01', 'one plan'),
  ('F2', ['80'], 1, 3, 1, 3, '2024-02-02', '2024-02-02', 'a single root cause');
INSERT INTO memberships SELECT source_id, day, cluster_id, root_cause_id, family_id, CASE WHEN backscatter THEN 'backscatter'
  WHEN root_cause_id IS NULL THEN 'rare' ELSE 'root_cause' END, ip = '10.0.0.3' FROM attack_sources;
INSERT INTO support_levels VALUES (0.01, 2, 3), (0, 4, 5), (0.05, 2, 2);`,
    {
      name: `store ${hostile.quotes}`,
      version: '9.9.9',
      options: { matching: 'stable', 'min-support': 0.01 },
    },
  );
}
