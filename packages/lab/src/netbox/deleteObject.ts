import { changeData, logChange, type WriteContext } from './changeLog';
import { ApiError } from './errors';
import type { Field, Model, Row } from './modelTypes';
import { saveRow } from './writeObjects';

const VM_INTERFACE = 'virtualization.vminterface';

interface Victim {
  model: Model;
  row: Row;
}

/**
 * Deletes an object with what hangs on it: interfaces with their machine,
 * addresses and MACs with their interface. Throws 409 when something else
 * still refers to it.
 */
export function deleteObject(
  context: WriteContext,
  model: Model,
  row: Row,
  message?: string,
): void {
  const victims: Victim[] = [];
  collect(context, { model, row }, victims);
  const gone = (key: string, id: number) =>
    victims.some(v => v.model.key === key && v.row.id === id);
  const protectors = victims.flatMap(victim =>
    referrers(context, victim, 'protect').filter(
      r => !gone(r.model.key, r.row.id),
    ),
  );
  if (protectors.length > 0) {
    const names = protectors.map(
      p => `${p.model.display(p.row, context.store)} (${p.row.id})`,
    );
    throw ApiError.detail(
      409,
      `Unable to delete object. ${
        names.length
      } dependent objects were found: ${names.join(', ')}`,
    );
  }
  context.store.transaction(() => {
    for (const victim of victims) {
      clearReferences(context, victim, gone);
    }
    for (const victim of [...victims].reverse()) {
      removeOne(context, victim, victim.row === row ? message : undefined);
    }
  });
}

function collect(context: WriteContext, victim: Victim, into: Victim[]): void {
  into.push(victim);
  const { store } = context;
  const dependents = referrers(context, victim, 'cascade');
  if (victim.model.key === VM_INTERFACE) {
    // Django's generic relations cascade: the addresses go, they are not unassigned.
    for (const key of ['ipam.ipaddress', 'dcim.macaddress']) {
      store
        .rows(key)
        .filter(
          row =>
            row.assigned_object_type === VM_INTERFACE &&
            row.assigned_object_id === victim.row.id,
        )
        .forEach(row => dependents.push({ model: store.model(key), row }));
    }
  }
  dependents.forEach(dependent => collect(context, dependent, into));
}

function referrers(
  { store }: WriteContext,
  victim: Victim,
  rule: Field['onDelete'],
): Victim[] {
  return store.models.flatMap(model =>
    model.fields
      .filter(
        field =>
          field.kind === 'ref' &&
          field.to === victim.model.key &&
          field.onDelete === rule,
      )
      .flatMap(field =>
        store
          .rows(model.key)
          .filter(row => row[field.name] === victim.row.id)
          .map(row => ({ model, row })),
      ),
  );
}

/** Empties optional relations and lists that name the object, e.g. a primary address. */
function clearReferences(
  context: WriteContext,
  victim: Victim,
  gone: (key: string, id: number) => boolean,
): void {
  const { store } = context;
  const isTag = victim.model.key === 'extras.tag';
  const concerned = store.models.filter(
    model =>
      (isTag && !model.plain) ||
      model.fields.some(field => field.to === victim.model.key),
  );
  for (const model of concerned) {
    for (const row of [...store.rows(model.key)]) {
      const changed = { ...row };
      for (const field of model.fields) {
        if (field.to !== victim.model.key) {
          continue;
        }
        const value = row[field.name];
        if (field.kind === 'ref' && value === victim.row.id) {
          changed[field.name] = null;
        } else if (
          field.kind === 'refs' &&
          (value as number[]).includes(victim.row.id)
        ) {
          changed[field.name] = (value as number[]).filter(
            id => id !== victim.row.id,
          );
        }
      }
      if (isTag && row.tags.includes(victim.row.id)) {
        changed.tags = row.tags.filter(id => id !== victim.row.id);
      }
      const differs = JSON.stringify(changed) !== JSON.stringify(row);
      if (
        differs &&
        !gone(model.key, row.id) &&
        model.key !== 'core.objectchange'
      ) {
        saveRow(context, model, row, changed);
      }
    }
  }
}

function removeOne(
  context: WriteContext,
  { model, row }: Victim,
  message?: string,
): void {
  const before = changeData(model, row, context.store);
  logChange(context, model, 'delete', { row, before, message });
  context.store.remove(model.key, row.id);
}
