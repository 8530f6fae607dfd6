import { type HouseRule, isTestFile, repositoryPath } from './houseRule.ts';

const ADVICE: Readonly<Record<string, string>> = {
  'process.env': 'Read it in configuration.ts or main.ts and pass the value on',
  'Date.now': 'Take `clock: () => number` as a parameter',
  'Math.random': 'Take `random: () => number` (or an id source) as a parameter',
  'new Date()': 'Take `clock: () => number` as a parameter and write `new Date(clock())`',
};

/** Files that build a process from its parts, or are tools and tests. */
export function isCompositionRoot(path: string): boolean {
  if (isTestFile(path) || path.startsWith('infra/')) return true;
  return /(^|\/)(main\.tsx?|configuration\.ts|[^/]*\.config\.ts)$/.test(path);
}

/** Environment, clock and chance enter a process at its root, so that every part can be tested with its own. */
export const compositionRootOnly: HouseRule = {
  create(context) {
    if (isCompositionRoot(repositoryPath(context.filename))) return {};
    function report(node: { readonly start: number; readonly end: number }, what: string): void {
      const start = context.sourceCode.getLocFromIndex(node.start);
      const end = context.sourceCode.getLocFromIndex(node.end);
      context.report({
        message: `${what} belongs in a composition root. ${ADVICE[what]}; the root is main.ts.`,
        loc: { start, end },
      });
    }
    return {
      MemberExpression(node) {
        if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return;
        const name = `${node.object.name}.${node.property.name}`;
        if (name in ADVICE) report(node, name);
      },
      NewExpression(node) {
        const isNow = node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0;
        if (isNow) report(node, 'new Date()');
      },
    };
  },
};
