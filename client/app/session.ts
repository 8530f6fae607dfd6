import { problemSchema, sessionSchema, type Session } from '@studio/shared/api';
import { fail, ok, type Result } from '@studio/shared/result';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { enterDevice, leaveDevice } from '../offline/leaveDevice.ts';
import { forgetAll, remembered } from './remembered.ts';

/** The key of the session in the query cache. */
export const SESSION_KEY = ['session'] as const;

/** Who I am, and what the studio is called. */
export function useSession(): UseQueryResult<Result<Session>> {
  return useQuery({ queryKey: SESSION_KEY, queryFn: askWho, staleTime: 30_000 });
}

async function askWho(): Promise<Result<Session>> {
  const answer = await remembered(sessionSchema, '/session');
  const person = answer.ok ? answer.value.person : null;
  if (person && (await enterDevice(localStorage, person.id))) {
    // What was remembered for whoever was here before is none of this person's business.
    forgetAll();
    return remembered(sessionSchema, '/session');
  }
  return answer;
}

/** Signs in; the answer sets the cookie. */
export async function signIn(email: string, password: string): Promise<Result<void>> {
  return authenticate('/api/auth/sign-in/email', { email, password });
}

/** Ends the session on the server, and takes what the person had off this device but for edits that were not sent. */
export async function signOut(personId: string | undefined): Promise<Result<void>> {
  const answer = await authenticate('/api/auth/sign-out', {});
  if (!answer.ok) return answer;
  forgetAll();
  if (personId !== undefined) await leaveDevice(localStorage, personId);
  return answer;
}

async function authenticate(path: string, body: object): Promise<Result<void>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch (error) {
    console.warn('authenticate.unreachable', error);
    return fail('offline', 'The server could not be reached. Check your connection, then try again.');
  }
  if (response.ok) return ok(undefined);
  if (response.status === 401) return fail('credentials', 'E-mail and password do not belong together. Try again.');
  if (response.status === 429) return fail('rate-limited', 'Too many attempts. Wait a minute, then try again.');
  const problem = problemSchema.safeParse(await response.json().catch(() => undefined));
  return fail('refused', problem.success ? problem.data.error.message : 'Signing in did not work. Try again.');
}
