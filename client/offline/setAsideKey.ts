/** The key of everything that is set aside in the query cache. */
export const SET_ASIDE_KEY = ['set-aside'] as const;
