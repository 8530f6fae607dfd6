export * from './chooseTier.ts';
export * from './outbox.ts';
export * from './progress.ts';
export * from './quality.ts';
