import { z } from 'zod';

/** A column: its name in the header, or its number from 1. */
const column = z.union([z.string().min(1), z.number().int().min(1)]);
/** A column, or what holds for all rows. */
const field = z.union([column, z.strictObject({ constant: z.union([z.string(), z.number()]) })]);

/** The shape of a mapping, whatever its notation; keys it does not know are refused. */
export const logMappingSchema = z.strictObject({
  delimiter: z
    .string()
    .length(1)
    .refine((one) => !/["\r\n]/.test(one), 'a quote or the end of a line cannot part columns')
    .default(','),
  /** Whether the first line names the columns. */
  header: z.boolean().default(true),
  time: z.strictObject({
    column,
    format: z.enum(['iso8601', 'epoch-s', 'epoch-ms']).default('iso8601'),
  }),
  source: z.strictObject({ address: field, port: field.optional() }),
  honeypot: z.strictObject({ address: field, port: field }),
  protocol: field,
  payload: z.strictObject({ column, encoding: z.enum(['text', 'hex', 'base64']).default('text') }).optional(),
  packets: field.optional(),
});

/** Which columns of a CSV file say what; README.md tells what each means. */
export type LogMapping = z.input<typeof logMappingSchema>;
export type FullLogMapping = z.output<typeof logMappingSchema>;
export type LogField = z.output<typeof field>;
