import { useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  changesApiRef,
  Loadable,
  useLoadable,
} from '@orion/backstage-plugin-orion-react';
import { dryRun } from '../lib/dryRun';
import { OrderVerdict } from '../lib/order';

const SETTLE_MS = 500;

/** What ORION would say to an order, asked once the input rests; null without one. */
export function useDryRun(
  input: Record<string, unknown> | undefined,
): Loadable<OrderVerdict | null> {
  const api = useApi(changesApiRef);
  const wanted = input ? JSON.stringify(input) : '';
  const asked = useSettled(wanted);
  const answer = useLoadable(
    async () => (asked ? dryRun(api, JSON.parse(asked)) : null),
    [api, asked],
  );
  // An answer to the order before this one would be a wrong answer.
  return asked === wanted ? answer : { status: 'loading', retry: answer.retry };
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
