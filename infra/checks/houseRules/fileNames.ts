import { basename } from 'node:path/posix';
import { type HouseRule, repositoryPath } from './houseRule.ts';

/** Why a file's name breaks the house style, or undefined. `path` is from the root of the repository. */
export function explainFileName(path: string): string | undefined {
  const name = basename(path).replace(/(\.(test|e2e|config|bench|gen|d))?\.(tsx?|[cm]?js)$/, '');
  if (!/^(\$?[A-Za-z][A-Za-z0-9]*|__root)$/.test(name)) {
    return `Name the file for its main export, in the same case: '${basename(path)}' is neither camelCase nor PascalCase.`;
  }
  const vague = /(^|[a-z])(helpers?|utils?|managers?)$/i.exec(name)?.[0];
  return vague === undefined
    ? undefined
    : `'${basename(path)}' names no idea: say what the code does instead of '${vague}'.`;
}

/** A file is named for its main export, and never for being useful. */
export const fileNames: HouseRule = {
  create(context) {
    return {
      Program(node) {
        const message = explainFileName(repositoryPath(context.filename));
        if (message !== undefined) context.report({ node, message });
      },
    };
  },
};
