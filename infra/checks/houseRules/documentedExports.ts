import { type HouseRule, isTestFile, repositoryPath } from './houseRule.ts';

/** Every export of shared/ carries a doc comment: it is the contract that three programs are written against. */
export const documentedExports: HouseRule = {
  create(context) {
    const path = repositoryPath(context.filename);
    if (!path.startsWith('shared/') || isTestFile(path)) return {};
    return {
      ExportNamedDeclaration(node) {
        // Re-exports carry the comment of the original.
        if (!node.declaration) return;
        const comment = context.sourceCode.getCommentsBefore(node).at(-1);
        if (comment?.type === 'Block' && comment.value.startsWith('*')) return;
        context.report({
          node,
          message: 'Say in one sentence, in a /** doc comment */, what this is, with its shapes, units and errors.',
        });
      },
    };
  },
};
