import type { Caller } from '../access/AccessControl';
import type { ProxmoxWorld } from '../ProxmoxWorld';
import { Params, ParamSpec } from './params';
import { PveError } from './PveError';

/** One call of an endpoint, after authentication. */
export interface Call {
  world: ProxmoxWorld;
  caller: Caller;
  /** Decoded variables of the path. */
  path: Record<string, string>;
  params: Params;
}

/** Throws a 403 when the caller may not. */
export type Permission = (call: Call) => void;

export interface Endpoint {
  method: string;
  /** Such as `/nodes/{node}/qemu/{vmid}/config`; `{name*}` takes the rest. */
  path: string;
  params?: ParamSpec;
  /** Parameter names beside `params`, such as a guest's configuration keys. */
  extraParams?: (name: string) => boolean;
  /** Undefined needs no login at all. */
  permission: Permission | undefined;
  run(call: Call): unknown | Promise<unknown>;
}

/** A list with the `total` that PVE adds beside `data`. */
export class WithTotal {
  readonly data: unknown;
  readonly total: number;

  constructor(data: unknown, total: number) {
    this.data = data;
    this.total = total;
  }
}

interface Node {
  fixed: Map<string, Node>;
  variable?: { name: string; node: Node };
  rest?: { name: string; methods: Map<string, Endpoint> };
  methods: Map<string, Endpoint>;
}

/** Finds the endpoint of a path. Fixed segments win over variables. */
export class Router {
  readonly #root = newNode();

  constructor(endpoints: Endpoint[]) {
    endpoints.forEach(endpoint => this.#add(endpoint));
  }

  /** Throws PVE's 501 for everything unknown. */
  find(
    method: string,
    segments: string[],
  ): { endpoint: Endpoint; path: Record<string, string> } {
    const path: Record<string, string> = {};
    const methods = walk(this.#root, segments, path);
    const endpoint = methods?.get(method);
    if (!endpoint) {
      throw new PveError(
        501,
        `Method '${method} /${segments.join('/')}' not implemented`,
      );
    }
    return { endpoint, path };
  }

  #add(endpoint: Endpoint) {
    let node = this.#root;
    for (const part of endpoint.path.split('/').filter(Boolean)) {
      const rest = /^\{(\w+)\*\}$/.exec(part);
      const variable = /^\{(\w+)\}$/.exec(part);
      if (rest) {
        node.rest ??= { name: rest[1], methods: new Map() };
        node.rest.methods.set(endpoint.method, endpoint);
        return;
      }
      if (variable) {
        node.variable ??= { name: variable[1], node: newNode() };
        node = node.variable.node;
        continue;
      }
      if (!node.fixed.has(part)) {
        node.fixed.set(part, newNode());
      }
      node = node.fixed.get(part)!;
    }
    node.methods.set(endpoint.method, endpoint);
  }
}

function newNode(): Node {
  return { fixed: new Map(), methods: new Map() };
}

function walk(
  node: Node,
  segments: string[],
  path: Record<string, string>,
): Map<string, Endpoint> | undefined {
  if (segments.length === 0) {
    return node.methods;
  }
  const [head, ...tail] = segments;
  const fixed = node.fixed.get(head);
  if (fixed) {
    return walk(fixed, tail, path);
  }
  if (node.rest) {
    path[node.rest.name] = segments.join('/');
    return node.rest.methods;
  }
  if (node.variable) {
    path[node.variable.name] = head;
    return walk(node.variable.node, tail, path);
  }
  return undefined;
}
