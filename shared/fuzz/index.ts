export * from './invariants.ts';
export * from './randomCommand.ts';
