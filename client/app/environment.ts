import { createContext, useContext } from 'react';

/** What the page takes from the world around it, given once in `main.tsx`. */
export interface Environment {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
}

const EnvironmentContext = createContext<Environment | null>(null);
/** Gives the environment to the page. */
export const EnvironmentProvider = EnvironmentContext.Provider;

/** The page's clock and chance. */
export function useEnvironment(): Environment {
  const environment = useContext(EnvironmentContext);
  if (!environment) throw new Error('The page has no environment.');
  return environment;
}
