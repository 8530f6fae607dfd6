import { useEffect, useMemo, useState } from 'react';
import { useProjectSession, useRows, useRuns } from '../sync/useProject.tsx';
import { type QueueRun, queueRuns } from './queueRuns.ts';

/** The runs of this project that are not finished, and those that failed lately; live. */
export function useQueue(): readonly QueueRun[] {
  const { tables, ledgerTables, me, clock } = useProjectSession();
  const intents = useRows(tables.intents);
  const cancellations = useRows(tables.cancellations);
  const jobs = useRows(ledgerTables.jobs);
  const runs = useRuns();
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setNow(clock()), 60_000);
    return () => clearInterval(timer);
  }, [clock]);
  return useMemo(
    () => queueRuns({ intents, jobs, cancellations, runs, personId: me.id }, now),
    [intents, jobs, cancellations, runs, me.id, now],
  );
}
