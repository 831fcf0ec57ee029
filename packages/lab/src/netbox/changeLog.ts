import type { Model, Row } from './modelTypes';
import type { NetboxStore } from './NetboxStore';
import { customFieldsOf } from './render';

/** Who writes, under which request. */
export interface WriteContext {
  store: NetboxStore;
  user: { id: number; name: string };
  requestId: string;
}

/** NetBox's content type numbers; only their stability matters. */
const contentTypeId = (store: NetboxStore, key: unknown) =>
  key === null ? null : store.models.findIndex(m => m.key === key) + 1;

/** The form of an object inside the change log: plain values, ids, tag names. */
export function changeData(
  model: Model,
  row: Row,
  store: NetboxStore,
): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const field of model.fields) {
    if (field.kind === 'contentType') {
      data[field.name] = contentTypeId(store, row[field.name]);
    } else if (field.kind === 'choice') {
      data[field.name] = row[field.name] || null;
    } else if (field.kind !== 'computed' && field.kind !== 'builtin') {
      data[field.name] = row[field.name] ?? null;
    }
  }
  if (!model.plain) {
    data.tags = row.tags.map(id => store.find('extras.tag', id)?.name).sort();
    data.custom_fields = Object.fromEntries(
      customFieldsOf(model.key, store).map(field => [
        field.name,
        row.custom_fields[String(field.name)] ?? null,
      ]),
    );
  }
  // jsonb orders keys by length, then by bytes.
  return Object.fromEntries(
    Object.entries(data).sort(
      ([a], [b]) => a.length - b.length || (a < b ? -1 : 1),
    ),
  );
}

const VERBS = { create: 'created', update: 'updated', delete: 'deleted' };

/** Adds a row to the change log unless an update changed nothing. */
export function logChange(
  context: WriteContext,
  model: Model,
  action: 'create' | 'update' | 'delete',
  change: {
    row: Row;
    before?: Record<string, unknown>;
    message?: string;
  },
): void {
  const { store, user, requestId } = context;
  const { row, before, message = '' } = change;
  const after = action === 'delete' ? null : changeData(model, row, store);
  if (action === 'update' && JSON.stringify(before) === JSON.stringify(after)) {
    return;
  }
  const repr = model.display(row, store);
  const at = timestamp();
  store.put('core.objectchange', {
    id: store.nextId('core.objectchange'),
    created: at,
    last_updated: at,
    tags: [],
    custom_fields: {},
    display: `${model.appLabel} | ${model.verboseName} ${repr} ${VERBS[action]} by ${user.name}`,
    user: user.id,
    user_name: user.name,
    request_id: requestId,
    action,
    changed_object_type: model.key,
    changed_object_id: row.id,
    object_repr: repr,
    message,
    prechange_data: before ?? null,
    postchange_data: after,
  });
}

let lastStamp = 0n;

/** ISO time with microseconds; never the same twice in a process. */
export function timestamp(): string {
  const now = BigInt(Date.now()) * 1000n;
  lastStamp = now > lastStamp ? now : lastStamp + 1n;
  const iso = new Date(Number(lastStamp / 1000n)).toISOString();
  const micros = String(lastStamp % 1000n).padStart(3, '0');
  return `${iso.slice(0, -1)}${micros}Z`;
}
