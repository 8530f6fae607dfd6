import { Avatar } from './Avatar.tsx';
import { classNames } from './classNames.ts';
import { Tooltip } from './Tooltip.tsx';

interface StackedPerson {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

export interface AvatarStackProps<Person extends StackedPerson> {
  readonly people: readonly Person[];
  readonly max: number;
  readonly size?: 'tiny' | 'small' | 'medium';
  /** What a press on somebody does, in words; undefined for those who cannot be pressed. */
  readonly actOf?: (person: Person) => string | undefined;
  readonly onPress?: (person: Person) => void;
}

/** People side by side; those past `max` are a number whose tooltip names them. */
export function AvatarStack<Person extends StackedPerson>(props: AvatarStackProps<Person>) {
  const { people, max, size = 'medium', actOf, onPress } = props;
  const shown = people.length > max ? people.slice(0, max - 1) : people;
  const rest = people.slice(shown.length);
  return (
    <span className="inline-flex items-center gap-0.5">
      {shown.map((person) => {
        const act = actOf?.(person);
        const avatar = <Avatar key={person.id} name={person.name} color={person.color} size={size} />;
        if (act === undefined) return avatar;
        return (
          <button key={person.id} type="button" aria-label={act} title={act} onClick={() => onPress?.(person)}>
            {avatar}
          </button>
        );
      })}
      {rest.length > 0 && (
        <Tooltip label={rest.map((person) => person.name).join(', ')}>
          <span
            className={classNames(
              'inline-flex items-center rounded-full border border-line-strong text-ink-2',
              size === 'tiny' ? 'h-4 px-1 text-[9px] leading-none' : 'h-5 px-1.5 text-11',
            )}
          >
            +{rest.length}
          </span>
        </Tooltip>
      )}
    </span>
  );
}
