import { z } from 'zod';

/** A date as TOML parses it, or its text. */
const day = z.union([z.string(), z.date().transform((date) => date.toISOString().slice(0, 10))]);
const port = z.union([z.number().int().transform(String), z.string()]);
const ports = z.array(
  z.union([
    port.transform((one) => ({ port: one, from: undefined, to: undefined })),
    z.object({ port, from: day.optional(), to: day.optional() }),
  ]),
);
const addresses = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

/** The shape of a honeypots file, whatever its notation; keys it does not know are ignored. */
export const honeypotsSchema = z.object({
  honeypots: z
    .array(
      z.object({
        name: z.string().trim().min(1),
        ip: addresses.optional(),
        ips: addresses.optional(),
        os: z.string().optional(),
        platform: z.string().optional(),
        country: z.string().optional(),
        ports: ports.optional(),
      }),
    )
    .min(1),
});

export type HoneypotsFile = z.infer<typeof honeypotsSchema>;
export type HoneypotEntry = HoneypotsFile['honeypots'][number];
