import { Rng } from './rng.js';

/** How many ports the report saw probed in 18 months. */
export const reportPortCount = 205;

/** Ports of Table 1's sequences, and of the worms it names. */
const headPorts = [445, 80, 1433, 139, 21, 135, 57, 443, 17300, 27374, 554, 4444, 6129];

/** Ports that were scanned for in those years. */
const knownPorts = [
  22, 23, 25, 53, 69, 79, 110, 111, 113, 119, 123, 137, 143, 161, 389, 407, 500, 512, 513, 514, 515, 593, 631,
  808, 873, 901, 993, 995, 1023, 1024, 1025, 1026, 1027, 1080, 1081, 1180, 1182, 1214, 1234, 1243, 1434, 1494,
  1521, 1723, 1981, 2000, 2001, 2049, 2100, 2234, 2282, 2283, 2535, 2556, 2745, 3072, 3127, 3128, 3198, 3306,
  3389, 3410, 4000, 4080, 4128, 4480, 4588, 4662, 4899, 5000, 5190, 5554, 5632, 5800, 5900, 6000, 6346, 6588,
  6667, 6776, 7000, 7597, 8000, 8002, 8080, 8081, 8090, 8866, 8888, 9000, 9090, 9100, 9898, 9996, 10000,
  10080, 11768, 12345, 15118, 20168, 21554, 31337, 33270, 36794, 41523, 50000, 53201, 54320, 63808, 65506,
];

/** The 205 ports, those of Table 1 first; the same in every run. */
export const reportPorts: readonly number[] = (() => {
  const ports = [...new Set([...headPorts, ...knownPorts])];
  const rng = new Rng(205);
  while (ports.length < reportPortCount) {
    const port = rng.between(1030, 60_000);
    if (!ports.includes(port)) ports.push(port);
  }
  return ports;
})();

/** Those of `reportPorts` that Table 1 does not know. */
export const rarePorts: readonly number[] = reportPorts.slice(headPorts.length);

/** Ports that attacks with forged addresses write into their packets. */
export const forgedPorts: readonly number[] = [
  1024, 3072, 1025, 2100, 1026, 1234, 2000, 2001, 6000, 1081, 4000, 5000,
];
