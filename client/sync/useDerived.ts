import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { FrameSignal } from './frameSignal.ts';

interface Derived<Value> {
  readonly inputs: readonly unknown[];
  readonly json: string;
  readonly value: Value;
}

/**
 * A value read from several stores. It is read again when one of `inputs` is another object, and its view is drawn again
 * only when the value itself is another (compared by its JSON): a node does not follow whole tables that way.
 */
export function useDerived<Value>(
  signals: readonly FrameSignal[],
  inputs: () => readonly unknown[],
  read: () => Value,
): Value {
  const known = useRef<Derived<Value>>(undefined);
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = signals.map((signal) => signal.subscribe(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    // The list is made anew at each drawing; its signals are what counts, and there are always as many.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    signals,
  );
  return useSyncExternalStore(subscribe, () => {
    const now = inputs();
    const before = known.current;
    if (before && now.every((input, at) => input === before.inputs[at])) return before.value;
    const value = read();
    const json = JSON.stringify(value);
    known.current = { inputs: now, json, value: before?.json === json ? before.value : value };
    return known.current.value;
  });
}
