import type { Variable } from './variable.ts';
import { variables } from './variables.ts';

/** The table of all settings as text for a terminal, grouped, one paragraph each. */
export function describeVariables(): string {
  const groups = new Map<string, string[]>();
  for (const [name, variable] of Object.entries<Variable>(variables)) {
    const lines = groups.get(variable.group) ?? [];
    lines.push(
      `  ${name}`,
      `      ${variable.help}`,
      `      Allowed: ${variable.allowed}.`,
      `      Not set: ${variable.whenUnset}.`,
    );
    groups.set(variable.group, lines);
  }
  return [...groups].map(([group, lines]) => `${group}\n${lines.join('\n')}`).join('\n\n');
}
