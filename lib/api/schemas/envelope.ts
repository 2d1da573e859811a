import { z } from 'zod';
import type { BlastRadius, Envelope, Evidence, EvidenceDiff } from '#protocol/wire.ts';
import { anyJson, callersTime, count, digest, text, textBytes } from './words.ts';

const diffBytes = 131_072;
const format = z.enum(['unified', 'before_after', 'json_patch', 'terraform_plan', 'iam', 'sql']);

const diff = z
  .union([
    z.strictObject({ format, text: textBytes(diffBytes) }),
    z.strictObject({ format, before: anyJson, after: anyJson }),
    z.strictObject({ format, data: anyJson }),
  ])
  // Depth, count and the megabyte of the body bound what this has to measure.
  .refine((value) => 'text' in value || Buffer.byteLength(JSON.stringify(value)) <= diffBytes, 'has at most 128 KiB')
  .meta({ id: 'Diff' }) satisfies z.ZodType<EvidenceDiff>;

const blastRadius = z
  .strictObject({
    rows: count.exactOptional(),
    resources: count.exactOptional(),
    people: count.exactOptional(),
    cost: z
      .strictObject({
        amount: z.string().regex(/^-?\d{1,18}(\.\d{1,6})?$/, 'has to be a decimal number in a string'),
        currency: z.string().regex(/^[A-Z]{3}$/, 'has to be a currency such as EUR'),
      })
      .exactOptional(),
    reversible: z.boolean().exactOptional(),
    summary: text(500).exactOptional(),
  })
  .meta({ id: 'BlastRadius' }) satisfies z.ZodType<BlastRadius>;

const link = z.strictObject({
  title: text(120),
  url: z.url({ protocol: /^https$/ }).max(2000),
  sha256: digest.exactOptional(),
});

const step = z.strictObject({
  at: callersTime,
  kind: z.enum(['prompt', 'tool', 'model', 'human']),
  summary: text(2000),
});

export const evidence = z
  .strictObject({
    diff: diff.exactOptional(),
    plan: textBytes(16_384).exactOptional(),
    blast_radius: blastRadius.exactOptional(),
    links: z.array(link).max(20).exactOptional(),
    trace: z.array(step).max(50).exactOptional(),
  })
  .meta({ id: 'Evidence' }) satisfies z.ZodType<Evidence>;

const short = z.string().max(200).exactOptional();

export const envelopeMembers = {
  reason: text(4000).exactOptional(),
  evidence: evidence.exactOptional(),
  model: z.strictObject({ provider: short, name: short, version: short }).exactOptional(),
  run: z.strictObject({ id: short, step: short, session: short, url: short }).exactOptional(),
};

export const envelope = z.strictObject(envelopeMembers).meta({ id: 'Envelope' }) satisfies z.ZodType<Envelope>;
