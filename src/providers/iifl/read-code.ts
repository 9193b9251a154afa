import { z } from 'zod';

const codeSchema = z.union([z.string(), z.number()]).transform(String).pipe(z.string().trim().min(1));

/** A status of IIFL, which comes as a text or as a number; `undefined` for anything else. */
export function readCode(value: unknown): string | undefined {
  return codeSchema.safeParse(value).data;
}
