import { z } from 'zod';

/** The headings under which the variables are listed in the help. */
export type VariableGroup = 'Studio' | 'Database and queue' | 'Media' | 'Generation' | 'Rendering' | 'Secrets';

/** One setting of the product, read from the environment. `schema` takes the text, or undefined when it is not set. */
export interface Variable<Schema extends z.ZodType = z.ZodType> {
  readonly group: VariableGroup;
  readonly schema: Schema;
  /** What is accepted, as the end of "must be …". */
  readonly allowed: string;
  /** What happens when it is not set, as the help shows it. */
  readonly whenUnset: string;
  readonly help: string;
  /** A secret's value is never repeated in an error. */
  readonly isSecret?: boolean;
}

/** Text of a whole number within bounds, as a number. */
export function wholeNumber(minimum: number, maximum: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum);
}

/** Text of an address with one of `protocols` (written with the colon), kept as text. */
export function address(...protocols: readonly string[]) {
  return z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol));
}
