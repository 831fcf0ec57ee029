import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import { routeState } from './routeState';

/** An autonomous system, or a router at the beginning of its paths. */
export interface GraphNode {
  id: string;
  label: string;
  /** Most hops from a router, which is at 0: every way leads to the right. */
  column: number;
  /** Place in its column, from the top. */
  row: number;
  /** Paths end here. */
  origin: boolean;
}

/** From one system to the next one on some path. */
export interface GraphEdge {
  from: string;
  to: string;
  /** The most telling of the paths over it. */
  state: ReturnType<typeof routeState>;
}

export interface PathGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  columns: number;
  rows: number;
}

const rank = { best: 0, accepted: 1, received: 2, rejected: 3 };

/**
 * The ways to a prefix as a graph from the routers on the left to the origins on
 * the right. Repetitions of an AS are one node with a count, since they only
 * make a path longer; one that comes again further on is another node, and sets
 * are one node each.
 */
export function pathGraph(routes: Route[]): PathGraph {
  const names = new Map<string, string>();
  const counts = new Map<string, number[]>();
  const edges = new Map<string, GraphEdge>();
  const origins = new Set<string>();
  for (const route of routes) {
    const state = routeState(route);
    const hops = hopsOf(route);
    hops.forEach(({ count, id, name }, index) => {
      names.set(id, name);
      counts.set(id, [...(counts.get(id) ?? []), count]);
      const next = hops[index + 1];
      if (!next) {
        origins.add(id);
        return;
      }
      const key = `${id} ${next.id}`;
      const known = edges.get(key);
      if (!known || rank[state] < rank[known.state]) {
        edges.set(key, { from: id, to: next.id, state });
      }
    });
  }
  const labels = new Map(
    [...names].map(([id, name]) => [id, labelOf(name, counts.get(id)!)]),
  );
  const columns = layer([...names.keys()], [...edges.values()]);
  const nodes = place(columns, labels, origins);
  return {
    nodes,
    edges: [...edges.values()],
    columns: Math.max(0, ...nodes.map(({ column }) => column + 1)),
    rows: Math.max(0, ...nodes.map(({ row }) => row + 1)),
  };
}

/**
 * The column of each node: one more than the furthest that leads to it. Of a
 * circle, which paths of several routers can make together, the way back counts
 * for nothing.
 */
function layer(ids: string[], edges: GraphEdge[]): Map<string, number> {
  const next = new Map<string, string[]>(ids.map(id => [id, []]));
  edges.forEach(({ from, to }) => next.get(from)!.push(to));
  const state = new Map<string, 'open' | 'done'>();
  const sorted: { id: string; to: string[] }[] = [];
  const visit = (id: string) => {
    if (state.has(id)) {
      return;
    }
    state.set(id, 'open');
    const to = next.get(id)!.filter(other => {
      visit(other);
      return state.get(other) === 'done';
    });
    state.set(id, 'done');
    sorted.unshift({ id, to });
  };
  ids.forEach(visit);
  const columns = new Map<string, number>(ids.map(id => [id, 0]));
  for (const { id, to } of sorted) {
    const column = columns.get(id)! + 1;
    to.forEach(other =>
      columns.set(other, Math.max(columns.get(other)!, column)),
    );
  }
  return columns;
}

function place(
  columns: Map<string, number>,
  labels: Map<string, string>,
  origins: Set<string>,
): GraphNode[] {
  const used = new Map<number, number>();
  return [...columns].map(([id, column]) => {
    const row = used.get(column) ?? 0;
    used.set(column, row + 1);
    return {
      id,
      label: labels.get(id)!,
      column,
      row,
      origin: origins.has(id),
    };
  });
}

interface Hop {
  id: string;
  name: string;
  /** How often it stands there in a row. */
  count: number;
}

/** The router, then one hop per AS, set or confederation of the path. */
function hopsOf({ router, asPath }: Route): Hop[] {
  const words = asPath.match(/[{([][^\])}]*[\])}]|\d+/g) ?? [];
  const hops: Hop[] = [{ id: `router ${router}`, name: router, count: 1 }];
  const seen = new Map<string, number>();
  for (let at = 0; at < words.length; ) {
    let count = 1;
    while (words[at + count] === words[at]) {
      count += 1;
    }
    const time = (seen.get(words[at]) ?? 0) + 1;
    seen.set(words[at], time);
    hops.push({
      id: time > 1 ? `${words[at]} again ${time}` : words[at],
      name: /^\d/.test(words[at]) ? `AS${words[at]}` : words[at],
      count,
    });
    at += count;
  }
  return hops;
}

/** "AS6939 ×3", or "×1–3" where paths differ. */
function labelOf(name: string, counts: number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (most === 1) {
    return name;
  }
  return least === most ? `${name} ×${most}` : `${name} ×${least}–${most}`;
}
