import { projectMeta, rootMap, type MetaRow, type Table, type TakeRow } from '@studio/shared/document';
import type { Graph, PipelineSummary } from '@studio/shared/graph';
import type { RunProgress } from '@studio/shared/jobs';
import { pipelineSchema } from '@studio/shared/api';
import { activeTake } from '@studio/shared/takes';
import { useQuery } from '@tanstack/react-query';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { z } from 'zod';
import { remembered } from '../app/remembered.ts';
import { FrameSignal } from './frameSignal.ts';
import type { ProjectSession, ReviewSession } from './projectSession.ts';
import type { SyncBadgeState } from './syncBadge.ts';

const SessionContext = createContext<ProjectSession | null>(null);
/** Gives the open project to everything below it. */
export const ProjectSessionProvider = SessionContext.Provider;

/** The open project; a bug outside the project's route. */
export function useProjectSession(): ProjectSession {
  const session = useContext(SessionContext);
  if (!session) throw new Error('This part needs an open project around it.');
  return session;
}

interface AnyTable {
  subscribe(listener: (changed: ReadonlySet<string>) => void): () => void;
}
const signals = new WeakMap<AnyTable, FrameSignal>();

/** One subscription a table for all views of it; changes reach them once a frame. */
export function tableSignal(table: AnyTable): FrameSignal {
  let signal = signals.get(table);
  if (!signal) {
    const made = new FrameSignal();
    table.subscribe(() => made.emit());
    signals.set(table, made);
    signal = made;
  }
  return signal;
}

/** All rows of a table; the same map until one changes. */
export function useRows<Row>(table: Table<Row>): ReadonlyMap<string, Row> {
  return useSyncExternalStore(tableSignal(table).subscribe, () => table.rows());
}

/** One row of a table; drawn again only when that row changes. */
export function useRow<Row>(table: Table<Row>, id: string): Row | undefined {
  return useSyncExternalStore(tableSignal(table).subscribe, () => table.row(id));
}

/** The project's title, rate, size and quality. */
export function useMeta(): MetaRow {
  const { doc } = useProjectSession();
  const cached = useRef<{ readonly key: string; readonly row: MetaRow }>(undefined);
  const subscribe = useCallback(
    (listener: () => void) => {
      const meta = rootMap(doc, 'meta');
      meta.observe(listener);
      return () => meta.unobserve(listener);
    },
    [doc],
  );
  return useSyncExternalStore(subscribe, () => {
    const row = projectMeta(doc);
    const key = JSON.stringify(row);
    if (cached.current?.key !== key) cached.current = { key, row };
    return cached.current.row;
  });
}

/** The graph without its layout, valid wires only. */
export function useGraph(): Graph {
  const { graph } = useProjectSession();
  return useSyncExternalStore(graph.signal.subscribe, graph.view).graph;
}

/** A part of the graph; drawn again only when `select` gives something else (compared by its JSON). */
export function useFromGraph<Value>(select: (graph: Graph) => Value): Value {
  const { graph } = useProjectSession();
  const cached = useRef<{ readonly key: string; readonly value: Value }>(undefined);
  return useSyncExternalStore(graph.signal.subscribe, () => {
    const value = select(graph.view().graph);
    const key = JSON.stringify(value);
    if (cached.current?.key !== key) cached.current = { key, value };
    return cached.current.value;
  });
}

/** The Takes of a slot in the order of their numbers. */
export function useTakesOf(slotId: string): readonly TakeRow[] {
  const { takesOfSlot } = useProjectSession();
  return useSyncExternalStore(takesOfSlot.signal.subscribe, () => takesOfSlot.of(slotId));
}

/** The active Take of a slot: the picked one, else the first. */
export function useActiveTake(slotId: string): TakeRow | undefined {
  const { tables } = useProjectSession();
  const takes = useTakesOf(slotId);
  const picked = useRow(tables.selections, slotId);
  return activeTake(slotId, takes, { get: () => picked });
}

/** How far each run is, by intent id. */
export function useRuns(): ReadonlyMap<string, RunProgress> {
  const { runs } = useProjectSession();
  return useSyncExternalStore(runs.signal.subscribe, runs.runs);
}

/** How far one run is. */
export function useRun(intentId: string): RunProgress | undefined {
  const { runs } = useProjectSession();
  return useSyncExternalStore(runs.signal.subscribe, () => runs.runs().get(intentId));
}

/** The newest preview frame of a run, as an object URL. */
export function usePreview(intentId: string): string | undefined {
  const { previews } = useProjectSession();
  return useSyncExternalStore(previews.signal.subscribe, () => previews.url(intentId));
}

/** The review of a shot or of the cut; undefined for the one frame until it is open. */
export function useReview(subject: string): ReviewSession | undefined {
  const { openReview, canReview } = useProjectSession();
  const [review, setReview] = useState<ReviewSession>();
  useEffect(() => {
    const opened = openReview(subject);
    setReview(opened);
    return () => {
      setReview(undefined);
      opened.release();
    };
  }, [openReview, subject]);
  return useMemo(() => review && { ...review, canWrite: review.canWrite && canReview }, [review, canReview]);
}

const NO_PIPELINES: readonly PipelineSummary[] = [];

/** The studio's pipelines; empty until they are here. */
export function usePipelines(): readonly PipelineSummary[] {
  const { data } = useQuery({
    queryKey: ['pipelines'],
    staleTime: 60_000,
    queryFn: () => remembered(z.array(pipelineSchema), '/pipelines'),
  });
  return data?.ok === true ? data.value : NO_PIPELINES;
}

/** What the sync badge says. */
export function useSyncBadge(): SyncBadgeState {
  const { sync } = useProjectSession();
  return useSyncExternalStore(sync.signal.subscribe, sync.badge);
}
