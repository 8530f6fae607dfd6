import { useEffect, useState } from 'react';
import { useEnvironment } from '../app/environment.ts';
import { relativeTime, wholeTime } from './timeWords.ts';

/** How long ago something was; keeps up with the clock, and tells the whole date on hover. */
export function RelativeTime({ at }: { readonly at: number }) {
  const { clock } = useEnvironment();
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setNow(clock()), 30_000);
    return () => clearInterval(timer);
  }, [clock]);
  return (
    <time dateTime={new Date(at).toISOString()} title={wholeTime(at)} className="whitespace-nowrap">
      {relativeTime(at, Math.max(now, at))}
    </time>
  );
}
