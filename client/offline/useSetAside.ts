import { useQuery } from '@tanstack/react-query';
import { readAside, type SetAside } from './setAside.ts';
import { SET_ASIDE_KEY } from './setAsideKey.ts';

const NONE: readonly SetAside[] = [];

/** What is set aside for a person on this device, of one project or of all. */
export function useSetAside(personId: string | undefined, projectId?: string): readonly SetAside[] {
  const { data } = useQuery({
    queryKey: [...SET_ASIDE_KEY, personId],
    queryFn: () => (personId === undefined ? NONE : readAside(personId)),
    networkMode: 'always',
    enabled: personId !== undefined,
  });
  const records = data ?? NONE;
  return projectId === undefined ? records : records.filter((record) => record.projectId === projectId);
}
