import { type HouseRule, isTestFile, repositoryPath } from './houseRule.ts';

const WRITES = ['set', 'delete', 'clear'];
const MAP_TYPE = /^(Y\.Map|YMap)\b/;

/** Commands of shared/document are the only writers of a project's maps; everything else would skip their guards. */
export const noRawMapWrite: HouseRule = {
  create(context) {
    const path = repositoryPath(context.filename);
    if (path.startsWith('shared/document/') || isTestFile(path)) return {};
    // oxlint's plugins see no types, so a map is known by how it was made or annotated in the same file.
    const maps = new Set<string>();
    const text = (node: Parameters<typeof context.sourceCode.getText>[0]) => context.sourceCode.getText(node);
    const isMap = (source: string) =>
      /\.getMap\([^()]*\)$/.test(source) || /^new (Y\.Map|YMap)\b/.test(source) || maps.has(source);
    return {
      VariableDeclarator(node) {
        if (node.id.type === 'Identifier' && node.init && isMap(text(node.init))) maps.add(node.id.name);
      },
      Identifier(node) {
        if (!('typeAnnotation' in node) || !node.typeAnnotation) return;
        if (MAP_TYPE.test(text(node.typeAnnotation).replace(/^:\s*/, ''))) maps.add(node.name);
      },
      CallExpression(node) {
        const callee = node.callee;
        if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
        if (!WRITES.includes(callee.property.name) || !isMap(text(callee.object))) return;
        context.report({
          node,
          message:
            'Only commands write to a Y.Map: they check, and run one transaction with an origin. Call a command of @studio/shared/document, or add one there.',
        });
      },
    };
  },
};
