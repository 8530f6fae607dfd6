export * from './catalogue.ts';
export * from './connectionRules.ts';
export * from './fields.ts';
export * from './generation.ts';
export * from './graph.ts';
export * from './nodeType.ts';
export * from './pipelineSummary.ts';
export * from './shotOrder.ts';
