import type { TakeRow } from '@studio/shared/document';

/** What the gallery shows; '' is everything. */
export interface TakeFilters {
  readonly personId: string;
  readonly pipelineId: string;
  readonly kind: '' | TakeRow['kind'];
}

/** No filter at all. */
export const ALL_TAKES: TakeFilters = { personId: '', pipelineId: '', kind: '' };

/** True when a filter hides something. */
export function isFiltering(filters: TakeFilters): boolean {
  return filters.personId !== '' || filters.pipelineId !== '' || filters.kind !== '';
}

/** The Takes that pass. */
export function filterTakes(takes: readonly TakeRow[], filters: TakeFilters): readonly TakeRow[] {
  return takes.filter(
    (take) =>
      (filters.personId === '' || take.madeBy.id === filters.personId) &&
      (filters.pipelineId === '' || take.recipe?.pipelineId === filters.pipelineId) &&
      (filters.kind === '' || take.kind === filters.kind),
  );
}

/** Who and which pipelines made these Takes: the choices that a filter can offer, by name. */
export function filterChoices(takes: Iterable<TakeRow>): {
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly pipelineIds: readonly string[];
} {
  const people = new Map<string, string>();
  const pipelineIds = new Set<string>();
  for (const take of takes) {
    people.set(take.madeBy.id, take.madeBy.name);
    if (take.recipe) pipelineIds.add(take.recipe.pipelineId);
  }
  return {
    people: [...people].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'en')),
    pipelineIds: [...pipelineIds].sort(),
  };
}
