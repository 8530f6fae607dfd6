export * from './openNotes.ts';
