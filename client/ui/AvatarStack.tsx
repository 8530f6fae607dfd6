import { Avatar } from './Avatar.tsx';
import { Tooltip } from './Tooltip.tsx';

export interface AvatarStackProps {
  readonly people: readonly { readonly id: string; readonly name: string; readonly color: string }[];
  readonly max: number;
  readonly size?: 'tiny' | 'small' | 'medium';
}

/** People side by side; those past `max` are a number whose tooltip names them. */
export function AvatarStack({ people, max, size = 'medium' }: AvatarStackProps) {
  const shown = people.length > max ? people.slice(0, max - 1) : people;
  const rest = people.slice(shown.length);
  return (
    <span className="inline-flex items-center gap-0.5">
      {shown.map((person) => (
        <Avatar key={person.id} name={person.name} color={person.color} size={size} />
      ))}
      {rest.length > 0 && (
        <Tooltip label={rest.map((person) => person.name).join(', ')}>
          <span className="inline-flex h-5 items-center rounded-full border border-line-strong px-1.5 text-11 text-ink-2">
            +{rest.length}
          </span>
        </Tooltip>
      )}
    </span>
  );
}
