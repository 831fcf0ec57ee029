import { useEffect, useState } from 'react';

/** Whether it is on for so long now. */
export function useAfter(ms: number, on: boolean = true): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    if (!on) {
      return undefined;
    }
    const timer = setTimeout(() => setPassed(true), ms);
    return () => {
      clearTimeout(timer);
      setPassed(false);
    };
  }, [ms, on]);
  return on && passed;
}
