import { usePeople } from '../sync/people.ts';
import { AvatarStack } from '../ui/AvatarStack.tsx';

/** Who is in the project now; a person with two tabs is one. */
export function PeopleHere() {
  const people = [...new Map(usePeople().map((person) => [person.id, person])).values()];
  return (
    <div role="group" aria-label={`${people.length} here`} className="shrink-0">
      <span className="hidden wide:inline">
        <AvatarStack people={people} max={6} />
      </span>
      <span className="wide:hidden">
        <AvatarStack people={people} max={2} />
      </span>
    </div>
  );
}
