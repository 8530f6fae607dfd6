export * from './accounts.ts';
export * from './documents.ts';
export * from './history.ts';
export * from './media.ts';
export * from './pipelines.ts';
export * from './problem.ts';
export * from './projects.ts';
export * from './workers.ts';
