import { follow, stopFollowing, useFollowing } from '../sync/following.ts';
import { usePresentAuthors, type PresentAuthor } from '../sync/people.ts';
import { AvatarStack } from '../ui/AvatarStack.tsx';

/** Who is in the project now; a press on a colleague follows them, another ends it. */
export function PeopleHere() {
  const people = usePresentAuthors();
  const whom = useFollowing((state) => state.whom);
  const onPress = (person: PresentAuthor) => {
    if (person.isMe) return;
    if (whom?.clientId === person.clientId) stopFollowing();
    else follow(person);
  };
  const actOf = (person: PresentAuthor) => (person.isMe ? undefined : `Follow ${person.name}`);
  return (
    <div role="group" aria-label={`${people.length} here`} className="shrink-0">
      <span className="hidden wide:inline">
        <AvatarStack people={people} max={6} actOf={actOf} onPress={onPress} />
      </span>
      <span className="wide:hidden">
        <AvatarStack people={people} max={2} />
      </span>
    </div>
  );
}
