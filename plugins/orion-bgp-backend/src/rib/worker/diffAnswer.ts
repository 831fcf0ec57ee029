import { RouteContext, toPrefix, toRoute } from '../answer/toRoute';
import { diffTables } from '../diff/diffTables';
import { DiffExample } from '../diff/TableDiff';
import { MovedPrefixes } from '../moves/MoveLog';
import { RibTable } from '../table/RibTable';
import { DiffAnswer, DiffRequest, RouteDifference } from './protocol';
import { readPrefixCursor } from './readPrefixCursor';

/** Compares two tables and writes the answer as the API gives it. */
export function diffAnswer(
  a: RibTable,
  b: RibTable,
  request: DiffRequest,
  context: RouteContext,
  moves?: MovedPrefixes,
): Omit<DiffAnswer, 'tables'> {
  const started = performance.now();
  const { cursor, options } = request;
  const after = cursor === undefined ? undefined : readPrefixCursor(cursor);
  const { counts, examples, next } = diffTables(
    a,
    b,
    { ...options, after },
    moves,
  );
  return {
    counts,
    items: examples.map(example => toDifference(example, context)),
    nextCursor: next && toPrefix(next),
    tookMs: performance.now() - started,
  };
}

function toDifference(
  { class: its, fields, a, b }: DiffExample,
  context: RouteContext,
): RouteDifference {
  const one = a ?? b;
  return {
    class: its,
    fields,
    prefix: one ? toPrefix(one.rows.readKey(one.at)) : '',
    a: a && toRoute(a, context),
    b: b && toRoute(b, context),
  };
}
