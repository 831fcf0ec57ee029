import {
  allocateIps,
  allocatePrefixes,
  availableIps,
  availablePrefixes,
} from './availableSpace';
import type { WriteContext } from './changeLog';
import { deleteObject } from './deleteObject';
import { ApiError } from './errors';
import { formatInet } from './ipMath';
import { briefFields, listObjects, pageSize } from './listObjects';
import type { Model, Row, View } from './modelTypes';
import { pythonType } from './parseField';
import { nestedObject, renderObject } from './render';
import { statusAnswer } from './statusAnswer';
import { createObjects, messageOf, updateObject } from './writeObjects';

export interface ApiRequest {
  method: string;
  url: URL;
  body: unknown;
  context: WriteContext;
  view: View;
}

export interface ApiAnswer {
  status: number;
  body?: unknown;
}

const ok = (body: unknown): ApiAnswer => ({ status: 200, body });
const created = (body: unknown): ApiAnswer => ({ status: 201, body });

const notAllowed = (method: string) =>
  ApiError.detail(405, `Method "${method}" not allowed.`);

/** Answers an authenticated request below `/api/`. Throws ApiError. */
export function dispatch(request: ApiRequest): ApiAnswer {
  const parts = request.url.pathname.split('/').filter(Boolean).slice(1);
  if (parts.length === 0 || (parts.length === 1 && parts[0] === 'status')) {
    if (request.method !== 'GET') {
      throw notAllowed(request.method);
    }
    return ok(
      parts.length ? statusAnswer(request.view.store) : apiRoot(request.view),
    );
  }
  const found = findModel(request.view.store.models, parts);
  if (!found || found.rest.length > 2) {
    throw new ApiError(404, '<h1>Not Found</h1>');
  }
  const { model, rest } = found;
  if (model.readOnly && request.method !== 'GET') {
    throw notAllowed(request.method);
  }
  if (rest.length === 0) {
    return collection(request, model);
  }
  const row = request.view.store.find(model.key, Number(rest[0]));
  if (!row) {
    throw ApiError.detail(
      404,
      `No ${model.className} matches the given query.`,
    );
  }
  return rest.length === 1
    ? single(request, model, row)
    : available(request, model, row, rest[1]);
}

/** The model a path names, and what follows it: NetBox's own have two parts, plugins three. */
function findModel(models: readonly Model[], parts: string[]) {
  const depth = parts[0] === 'plugins' ? 3 : 2;
  const path = parts.slice(0, depth).join('/');
  const model = models.find(
    candidate => candidate.path === path || candidate.linkPath === path,
  );
  return model && { model, rest: parts.slice(depth) };
}

function apiRoot({ base, store }: View) {
  const apps = new Set(store.models.map(model => model.path.split('/')[0]));
  const names = [...apps, 'status'].sort();
  return Object.fromEntries(names.map(name => [name, `${base}/api/${name}/`]));
}

function collection(request: ApiRequest, model: Model): ApiAnswer {
  const { method, url, body, context, view } = request;
  switch (method) {
    case 'GET':
      return ok(listObjects(model, url, view));
    case 'POST': {
      const rows = createObjects(context, model, body);
      const answers = rows.map(row => show(request, model, row, true));
      return created(Array.isArray(body) ? answers : answers[0]);
    }
    case 'PATCH':
    case 'PUT':
      return bulkUpdate(request, model);
    case 'DELETE':
      context.store.transaction(() => {
        for (const [row, item] of known(request, model)) {
          // A cascade of an earlier item may have taken it already.
          if (context.store.find(model.key, row.id)) {
            deleteObject(context, model, row, messageOf(item));
          }
        }
      });
      return { status: 204 };
    default:
      throw notAllowed(method);
  }
}

/** The stored objects of a bulk body; ids NetBox does not know are left out. */
function known(
  { body, view }: ApiRequest,
  model: Model,
): [Row, Record<string, unknown>][] {
  if (!Array.isArray(body)) {
    throw ApiError.invalid({
      non_field_errors: [
        `Expected a list of items but got type "${pythonType(body)}".`,
      ],
    });
  }
  const errors = body.map(item => {
    const id = (item as Record<string, unknown> | null)?.id;
    if (id === undefined) {
      return { id: ['This field is required.'] };
    }
    return Number.isInteger(Number(id))
      ? {}
      : { id: ['A valid integer is required.'] };
  });
  if (errors.some(error => 'id' in error)) {
    throw ApiError.invalid(errors as never);
  }
  return body
    .map(item => [view.store.find(model.key, Number(item.id)), item] as const)
    .filter((pair): pair is [Row, Record<string, unknown>] => Boolean(pair[0]));
}

function bulkUpdate(request: ApiRequest, model: Model): ApiAnswer {
  const { context, method } = request;
  const answers = context.store.transaction(() =>
    known(request, model).map(([row, item]) => {
      const changes = Object.fromEntries(
        Object.entries(item).filter(([field]) => field !== 'id'),
      );
      const partial = method === 'PATCH';
      const changed = updateObject(context, model, row, changes, partial);
      return show(request, model, changed);
    }),
  );
  return ok(answers);
}

function single(request: ApiRequest, model: Model, row: Row): ApiAnswer {
  const { method, body, context } = request;
  switch (method) {
    case 'GET':
      return ok(show(request, model, row));
    case 'PATCH':
    case 'PUT': {
      const partial = method === 'PATCH';
      const changed = updateObject(context, model, row, body, partial);
      return ok(show(request, model, changed));
    }
    case 'DELETE':
      deleteObject(context, model, row, messageOf(body));
      return { status: 204 };
    default:
      throw notAllowed(method);
  }
}

function show(
  { url, view, method }: ApiRequest,
  model: Model,
  row: Row,
  withoutCounts = false,
) {
  const query = url.searchParams;
  const brief = method === 'GET' ? briefFields(model, query) : undefined;
  return renderObject(model, row, view, {
    only: query.get('fields')?.split(',') ?? brief,
    exclude: query.getAll('exclude'),
    withoutCounts,
  });
}

function available(
  request: ApiRequest,
  model: Model,
  row: Row,
  what: string,
): ApiAnswer {
  const { method, url, body, context, view } = request;
  const offersIps = ['ipam.prefix', 'ipam.iprange'].includes(model.key);
  const isIps = what === 'available-ips' && offersIps;
  const isPrefixes =
    what === 'available-prefixes' && model.key === 'ipam.prefix';
  if (!isIps && !isPrefixes) {
    throw new ApiError(404, '<h1>Not Found</h1>');
  }
  const vrf = nestedObject('ipam.vrf', row.vrf, view);
  if (method === 'GET') {
    const limit = pageSize(url.searchParams.get('limit'));
    const blocks = isIps
      ? availableIps(model.key, row, limit, view.store)
      : availablePrefixes(row, view.store);
    return ok(
      blocks.map(block => ({
        family: block.version,
        [isIps ? 'address' : 'prefix']: formatInet(block),
        vrf,
      })),
    );
  }
  if (method !== 'POST') {
    throw notAllowed(method);
  }
  const rows = isIps
    ? allocateIps(context, model.key, row, body)
    : allocatePrefixes(context, row, body);
  const kind = view.store.model(isIps ? 'ipam.ipaddress' : 'ipam.prefix');
  const answers = rows.map(r => renderObject(kind, r, view));
  return created(Array.isArray(body) ? answers : answers[0]);
}
