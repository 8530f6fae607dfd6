import { explainImport } from './explainImport.ts';
import { type HouseRule, repositoryPath } from './houseRule.ts';

/** Imports run one way; the message says where the code belongs. */
export const importArrows: HouseRule = {
  create(context) {
    const importer = repositoryPath(context.filename);
    function check(node: { readonly value: unknown; readonly start: number; readonly end: number } | null): void {
      if (!node || typeof node.value !== 'string') return;
      const message = explainImport(importer, node.value);
      if (message !== undefined) {
        context.report({ message, loc: { start: locate(node.start), end: locate(node.end) } });
      }
    }
    const locate = (offset: number) => context.sourceCode.getLocFromIndex(offset);
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source.type === 'Literal' ? node.source : null),
    };
  },
};
