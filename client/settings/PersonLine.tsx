import { isRole, type Role } from '@studio/shared/access';
import type { Person } from '@studio/shared/api';
import { UserMinus } from 'lucide-react';
import { Avatar } from '../ui/Avatar.tsx';
import { Badge } from '../ui/Badge.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Select } from '../ui/Select.tsx';
import { ROLE_CHOICES, roleName } from './roleChoices.ts';

export interface PersonLineProps {
  readonly person: Person;
  readonly isMe: boolean;
  /** Undefined where the role cannot be changed: one's own, the owner's, or without the right to. */
  readonly onRole?: ((role: Role) => void) | undefined;
  readonly onRemove?: (() => void) | undefined;
  readonly removeLabel: string;
}

/** A person with their role. */
export function PersonLine({ person, isMe, onRole, onRemove, removeLabel }: PersonLineProps) {
  const mayChange = onRole !== undefined && !isMe && person.role !== 'owner';
  return (
    <li className="flex items-center gap-3 py-1.5">
      <Avatar name={person.name} color={person.color} />
      <div className="min-w-0 grow">
        <p className="truncate text-13">
          {person.name}
          {isMe && <span className="text-ink-3"> · you</span>}
        </p>
        <p className="truncate text-12 text-ink-3">{person.email}</p>
      </div>
      {mayChange ? (
        <div className="w-40 shrink-0 wide:w-56">
          <Select
            label={`Role of ${person.name}`}
            isLabelHidden
            value={person.role}
            choices={ROLE_CHOICES}
            onChange={(role) => isRole(role) && onRole(role)}
          />
        </div>
      ) : (
        <Badge>{roleName(person.role)}</Badge>
      )}
      <span className="w-8 shrink-0">
        {mayChange && onRemove && <IconButton icon={UserMinus} label={removeLabel} onClick={onRemove} />}
      </span>
    </li>
  );
}
