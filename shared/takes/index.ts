export * from './activeTake.ts';
export * from './takeName.ts';
