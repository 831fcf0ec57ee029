import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import { routeState } from './routeState';

/** An autonomous system, or a router at the beginning of its paths. */
export interface GraphNode {
  id: string;
  label: string;
  /** Hops from the routers, which are at 0. */
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
  state: 'best' | 'accepted' | 'rejected';
}

export interface PathGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  columns: number;
  rows: number;
}

const rank = { best: 0, accepted: 1, rejected: 2 };

/**
 * The ways to a prefix as a graph from the routers on the left to the origins on
 * the right. Repetitions of an AS are one node with a count, since they only
 * make a path longer; sets are one node each.
 */
export function pathGraph(routes: Route[]): PathGraph {
  const columns = new Map<string, number>();
  const labels = new Map<string, string>();
  const edges = new Map<string, GraphEdge>();
  const origins = new Set<string>();
  for (const route of routes) {
    const found = routeState(route);
    const state = found === 'received' ? 'accepted' : found;
    const hops = hopsOf(route);
    hops.forEach(({ id, label }, index) => {
      columns.set(id, Math.max(columns.get(id) ?? 0, index));
      labels.set(id, labels.get(id) ?? label);
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
  const nodes = place(columns, labels, origins);
  return {
    nodes,
    edges: [...edges.values()],
    columns: Math.max(0, ...nodes.map(({ column }) => column + 1)),
    rows: Math.max(0, ...nodes.map(({ row }) => row + 1)),
  };
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

/** The router, then one hop per AS, set or confederation of the path. */
function hopsOf({ router, asPath }: Route): { id: string; label: string }[] {
  const words = asPath.match(/[{([][^\])}]*[\])}]|\d+/g) ?? [];
  const hops = [{ id: `router ${router}`, label: router }];
  for (let at = 0; at < words.length; ) {
    let count = 1;
    while (words[at + count] === words[at]) {
      count += 1;
    }
    const name = /^\d/.test(words[at]) ? `AS${words[at]}` : words[at];
    hops.push({
      id: words[at],
      label: count > 1 ? `${name} ×${count}` : name,
    });
    at += count;
  }
  return hops;
}
