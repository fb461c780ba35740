import type { AttackSources } from '#honeysift/model/attack-sources.js';
import type { RawSignature, SourceFingerprints } from '#honeysift/model/source-fingerprints.js';

const linux: RawSignature = {
  text: '4:52+12:0:1452:mss*4,7:mss,sok,ts,nop,ws:df,id+:0',
  label: { name: 'Linux 2.6.x', osClass: 'unix', quality: 'exact' },
  distance: 12,
  mtu: 1492,
  link: 'DSL',
};
const unknown: RawSignature = {
  text: '4:60+4:0:0:777,0::df,id+:0',
  label: null,
  distance: 4,
  mtu: null,
  link: null,
};
const nmap: RawSignature = {
  text: '4:41+23:0:1460:1024,0:mss::0',
  label: { name: 'NMap SYN scan', osClass: null, quality: 'exact' },
  distance: 23,
  mtu: 1500,
  link: 'Ethernet or modem',
};
const rawSignatures = [linux, nmap, unknown];

/** Stacks by the last byte of the address: Linux, nmap (with masscan's mark), an unknown one, or no SYN at all. */
export function buildFingerprints({ count, address }: AttackSources): SourceFingerprints {
  const signature = Int32Array.from({ length: count }, (_, row) => {
    const kind = (address[16 * row + 15] ?? 0) % 4;
    return kind === 3 ? -1 : kind;
  });
  const column = (value: (signature: number) => number): Float64Array =>
    Float64Array.from(signature, (of) => value(of));
  return {
    database: { name: 'test.fp', digest: 'd'.repeat(64), signatures: 3, links: 2 },
    syns: column((of) => (of < 0 ? 0 : 3)),
    unreadSyns: column((of) => (of === 2 ? 1 : 0)),
    signature,
    signatureSyns: column((of) => (of < 0 ? 0 : 2)),
    signatures: Uint32Array.from(signature, (of) => (of < 0 ? 0 : 1)),
    labels: Uint32Array.from(signature, (of) => (of === 0 ? 2 : of === 1 ? 1 : 0)),
    mirai: column(() => 0),
    masscan: column((of) => (of === 1 ? 3 : 0)),
    zmap: column(() => 0),
    rawSignatures,
  };
}
