import { randomUUID } from 'node:crypto';
import type { ControlAction } from '../shared/control';
import type { WriteContext } from './changeLog';
import { deleteObject } from './deleteObject';
import { ApiError } from './errors';
import type { Model, Row } from './modelTypes';
import type { NetboxStore } from './NetboxStore';
import { createObjects, updateObject } from './writeObjects';

/** Control actions that change objects behind the product's back, as user admin. */
export function changeActions(
  store: NetboxStore,
): Record<string, ControlAction> {
  const context = (): WriteContext => ({
    store,
    requestId: randomUUID(),
    user: {
      id: store.rows('users.user').find(row => row.username === 'admin')!.id,
      name: 'admin',
    },
  });
  const modelOf = (input: Record<string, unknown>): Model =>
    store.model(String(input.model));
  const rowOf = (input: Record<string, unknown>): Row => {
    const row = store.find(modelOf(input).key, input.id);
    if (!row) {
      throw new Error(`no ${input.model} ${input.id}`);
    }
    return row;
  };
  return {
    create: input =>
      readable(() => createObjects(context(), modelOf(input), input.data)),
    update: input =>
      readable(() =>
        updateObject(context(), modelOf(input), rowOf(input), input.data, true),
      ),
    delete: input =>
      readable(() => {
        deleteObject(context(), modelOf(input), rowOf(input));
        return {};
      }),
  };
}

/** The control port prints an error's message, so NetBox's text goes there. */
function readable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ApiError) {
      throw new Error(JSON.stringify(error.body));
    }
    throw error;
  }
}
