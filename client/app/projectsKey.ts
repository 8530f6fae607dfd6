/** The key of the project list in the query cache. */
export const PROJECTS_KEY = ['projects'] as const;
