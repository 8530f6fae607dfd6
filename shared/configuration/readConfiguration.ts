import type { z } from 'zod';
import { fail, ok, type Result } from '../result.ts';
import type { Variable } from './variable.ts';
import { type VariableName, variables } from './variables.ts';

/** All settings, checked and converted; undefined where one is not set and has no default. */
export type Configuration = {
  readonly [Name in VariableName]: z.output<(typeof variables)[Name]['schema']>;
};

/** A configuration in which the settings `Required` are certainly set. */
export type ConfigurationWith<Required extends VariableName> = Configuration & {
  readonly [Name in Required]: NonNullable<Configuration[Name]>;
};

/** Environment as a process has it; an empty text counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

const S3_NEEDS = ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

function showValue(variable: Variable, value: string | undefined): string {
  if (value === undefined) return 'is not set';
  return variable.isSecret ? 'has a value that cannot be used' : `is '${value.slice(0, 200)}'`;
}

/**
 * Reads every setting from an environment. Fails with one line for each setting that is wrong, naming the variable, its value (secrets are
 * not repeated) and what is allowed. `required` are settings without which this process cannot run.
 */
export function readConfiguration<Required extends VariableName = never>(
  environment: Environment,
  required: readonly Required[] = [],
): Result<ConfigurationWith<Required>, 'invalid-configuration'> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries<Variable>(variables)) {
    const text = environment[name]?.trim() || undefined;
    const parsed = variable.schema.safeParse(text);
    const isMissing = text === undefined && (required as readonly string[]).includes(name);
    if (parsed.success && !(isMissing && parsed.data === undefined)) values[name] = parsed.data;
    else problems.push(`${name} ${showValue(variable, text)}; it must be ${variable.allowed}.`);
  }
  if (values.S3_ENDPOINT !== undefined) {
    const missing = S3_NEEDS.filter((name) => values[name] === undefined && !environment[name]);
    for (const name of missing)
      problems.push(`${name} is not set; with S3_ENDPOINT it must be ${variables[name].allowed}.`);
  }
  if (problems.length > 0) return fail('invalid-configuration', problems.join('\n'));
  return ok(values as ConfigurationWith<Required>);
}
