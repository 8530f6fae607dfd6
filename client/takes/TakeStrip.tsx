import type { TakeRow } from '@studio/shared/document';
import type { QueueRun } from '../queue/queueRuns.ts';
import { usePipelines } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { Select } from '../ui/Select.tsx';
import { GenerateTile } from './GenerateTile.tsx';
import { RunCard } from './RunCard.tsx';
import { TakeCard } from './TakeCard.tsx';
import { ALL_TAKES, filterChoices, isFiltering, type TakeFilters } from './takeFilters.ts';

export interface TakeStripProps {
  readonly takes: readonly TakeRow[];
  readonly filtered: readonly TakeRow[];
  readonly filters: TakeFilters;
  readonly onFilters: (filters: TakeFilters) => void;
  readonly runs: readonly QueueRun[];
  /** The slot that can be run for another Take, or null for one that was removed. */
  readonly runnableId: string | null;
  readonly activeId: string | undefined;
  readonly shownId: string | undefined;
  readonly comparedId: string | undefined;
  readonly onShow: (takeId: string) => void;
  readonly onCompare: (takeId: string) => void;
}

/** All Takes of a shot side by side, the runs that will bring more, and the filters. */
export function TakeStrip(props: TakeStripProps) {
  const { takes, filtered, filters, onFilters, runs, runnableId, activeId, shownId, comparedId, onShow } = props;
  const hidden = takes.length - filtered.length;
  return (
    <section aria-label="Takes of this shot" className="shrink-0 border-t bg-surface-1">
      <header className="flex h-11 items-center gap-2 pt-2 pr-3 pl-3">
        <h3 className="text-13 font-medium">
          Takes <span className="ml-1 text-12 font-normal text-ink-3">{takes.length}</span>
        </h3>
        <StripFilters takes={takes} filters={filters} onFilters={onFilters} />
      </header>
      <ul className="flex min-h-[134px] gap-2 overflow-x-auto px-3 pt-2 pb-3">
        {filtered.map((take, place) => (
          <TakeCard
            key={take.id}
            take={take}
            shortcut={place < 9 ? place + 1 : null}
            isActive={take.id === activeId}
            isShown={take.id === shownId}
            isCompared={take.id === comparedId}
            onShow={() => onShow(take.id)}
            onCompare={() => props.onCompare(take.id)}
          />
        ))}
        {runs.map((run) => (
          <RunCard key={run.intent.id} run={run} />
        ))}
        {runnableId !== null && <GenerateTile slotId={runnableId} />}
        {hidden > 0 && (
          <li className="flex w-36 flex-col items-center justify-center gap-2 text-center text-12 text-ink-3">
            {hidden} hidden by filters
            <Button size="small" onClick={() => onFilters(ALL_TAKES)}>
              Show all
            </Button>
          </li>
        )}
      </ul>
    </section>
  );
}

type StripFiltersProps = Pick<TakeStripProps, 'takes' | 'filters' | 'onFilters'>;

const KINDS = [
  { value: 'all', label: 'Every kind' },
  { value: 'image', label: 'Stills' },
  { value: 'video', label: 'Clips' },
];

function StripFilters({ takes, filters, onFilters }: StripFiltersProps) {
  const pipelines = usePipelines();
  const { people, pipelineIds } = filterChoices(takes);
  if (people.length < 2 && pipelineIds.length < 2 && !isFiltering(filters)) return null;
  const nameOf = (id: string) => pipelines.find((pipeline) => pipeline.id === id)?.label ?? id;
  const chosen = (value: string) => (value === 'all' ? '' : value);
  return (
    <div className="ml-auto flex min-w-0 gap-2 *:max-w-36">
      <Select
        label="Made by"
        isLabelHidden
        value={filters.personId || 'all'}
        choices={[{ value: 'all', label: 'Everybody' }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(value) => onFilters({ ...filters, personId: chosen(value) })}
      />
      <Select
        label="Pipeline"
        isLabelHidden
        value={filters.pipelineId || 'all'}
        choices={[
          { value: 'all', label: 'Every pipeline' },
          ...pipelineIds.map((id) => ({ value: id, label: nameOf(id) })),
        ]}
        onChange={(value) => onFilters({ ...filters, pipelineId: chosen(value) })}
      />
      <Select
        label="Kind"
        isLabelHidden
        value={filters.kind || 'all'}
        choices={KINDS}
        onChange={(value) => onFilters({ ...filters, kind: chosen(value) as TakeFilters['kind'] })}
      />
    </div>
  );
}
