import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { z } from 'zod';
import { request, type RequestOptions } from '../app/api.ts';
import { notifyRefusal } from '../ui/notify.ts';

/** Asks the API to change something, says why it refused, and reads the lists it changes again. */
export function useAct(keys: readonly QueryKey[]): (path: string, options: RequestOptions) => Promise<boolean> {
  const queries = useQueryClient();
  return async (path, options) => {
    const answer = await request(z.unknown(), path, options);
    await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
    return notifyRefusal(answer);
  };
}
