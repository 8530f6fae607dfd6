import { personSchema, type Person } from '@studio/shared/api';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { request } from '../app/api.ts';
import { ListState } from './ListState.tsx';
import { PersonLine } from './PersonLine.tsx';
import { useAct } from './useAct.ts';

const KEY = ['people'] as const;

/** Everybody of the studio. */
export function StudioPeoplePanel({ me }: { readonly me: Person }) {
  const people = useQuery({ queryKey: KEY, queryFn: () => request(z.array(personSchema), '/people') });
  const act = useAct([KEY]);
  return (
    <div className="p-4">
      <ListState answer={people.data} onRetry={() => void people.refetch()}>
        {(all) => (
          <ul>
            {all.map((person) => (
              <PersonLine
                key={person.id}
                person={person}
                isMe={person.id === me.id}
                removeLabel={`Remove ${person.name} from the studio`}
                onRole={(role) => void act(`/people/${person.id}`, { method: 'PATCH', body: { role } })}
                onRemove={() => void act(`/people/${person.id}`, { method: 'DELETE' })}
              />
            ))}
          </ul>
        )}
      </ListState>
    </div>
  );
}
