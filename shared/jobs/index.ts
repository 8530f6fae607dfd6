export * from './chooseTier.ts';
export * from './filmInputs.ts';
export * from './judgeInputs.ts';
export * from './outbox.ts';
export * from './progress.ts';
export * from './quality.ts';
export * from './runInputs.ts';
export * from './takeInputs.ts';
