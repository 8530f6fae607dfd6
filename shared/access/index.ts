export * from './closeReasons.ts';
export * from './documentAccess.ts';
export * from './roles.ts';
