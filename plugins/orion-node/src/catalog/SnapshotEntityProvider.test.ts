import { mockServices } from '@backstage/backend-test-utils';
import { EntityProviderConnection } from '@backstage/plugin-catalog-node';
import {
  EntitySnapshot,
  SnapshotEntityProvider,
} from './SnapshotEntityProvider';

function snapshotOf(
  count: number,
  more: Partial<EntitySnapshot> = {},
): EntitySnapshot {
  return {
    complete: true,
    revision: 1,
    entities: Array.from({ length: count }, (_, index) => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: { name: `c-${100 + index}` },
    })),
    ...more,
  };
}

function create(applied: string[] = []) {
  let snapshot: EntitySnapshot | undefined = snapshotOf(10);
  const source = {
    findRevision: async () => snapshot?.revision,
    read: jest.fn(async () => snapshot),
  };
  const connection = { applyMutation: jest.fn(), refresh: jest.fn() };
  const logger = mockServices.logger.mock();
  const provider = SnapshotEntityProvider.create({
    name: 'orion-proxmox:c',
    system: 'c',
    source,
    events: mockServices.events.mock(),
    topic: 'changed',
    concerns: () => true,
    listApplied: async () => applied,
    logger,
    taskRunner: { run: async () => undefined },
  });
  const run = () =>
    provider.refresh(connection as unknown as EntityProviderConnection);
  return {
    connection,
    logger,
    provider,
    source,
    refresh: (next?: EntitySnapshot) => {
      snapshot = next ?? snapshot;
      return run();
    },
    refreshUnread: () => {
      snapshot = undefined;
      return run();
    },
  };
}

describe('SnapshotEntityProvider', () => {
  it('applies everything under a stable name and location key', async () => {
    const { connection, provider, refresh } = create();
    await refresh();
    expect(provider.getProviderName()).toBe('orion-proxmox:c');
    expect(provider.health).toMatchObject({ ok: true });
    const [{ type, entities }] = connection.applyMutation.mock.calls[0];
    expect(type).toBe('full');
    expect(entities).toHaveLength(10);
    expect(new Set(entities.map((entry: any) => entry.locationKey))).toEqual(
      new Set(['orion-proxmox:c']),
    );
  });

  it('does not read an unchanged revision, and does not apply unchanged entities', async () => {
    const { connection, source, refresh } = create();
    await refresh();
    await refresh();
    expect(source.read).toHaveBeenCalledTimes(1);
    await refresh(snapshotOf(10, { revision: 2 }));
    expect(source.read).toHaveBeenCalledTimes(2);
    expect(connection.applyMutation).toHaveBeenCalledTimes(1);
    // Another replica may have applied what came in between.
    await refresh(snapshotOf(10, { revision: 5 }));
    expect(connection.applyMutation).toHaveBeenCalledTimes(2);
  });

  it('refuses a shrink of more than a fifth unless the source is complete', async () => {
    const { connection, logger, provider, refresh } = create();
    await refresh();
    await refresh(snapshotOf(7, { revision: 2, complete: false }));
    expect(connection.applyMutation).toHaveBeenCalledTimes(1);
    expect(provider.health).toMatchObject({
      ok: false,
      note: expect.stringMatching(/Refused to remove 3 of 10 entities of c/),
    });
    await refresh(snapshotOf(7, { revision: 2, complete: false }));
    expect(logger.warn).toHaveBeenCalledTimes(1);
    await refresh(snapshotOf(8, { revision: 3, complete: false }));
    expect(connection.applyMutation).toHaveBeenCalledTimes(2);
    await refresh(snapshotOf(2, { revision: 4 }));
    expect(connection.applyMutation).toHaveBeenCalledTimes(3);
    expect(provider.health).toMatchObject({ ok: true });
  });

  it('guards against a shrink right after a start, too', async () => {
    const known = Array.from(
      { length: 50 },
      (_, index) => `resource:default/c-${100 + index}`,
    );
    const { connection, refresh } = create(known);
    await refresh(snapshotOf(10, { complete: false }));
    expect(connection.applyMutation).not.toHaveBeenCalled();
  });

  it('applies nothing of a cluster that was never read', async () => {
    const { connection, provider, refreshUnread } = create();
    await refreshUnread();
    expect(connection.applyMutation).not.toHaveBeenCalled();
    expect(provider.health?.note).toMatch(/never read/);
  });

  it('says so when the plugin does not answer', async () => {
    const { provider, source, refresh } = create();
    source.read.mockRejectedValueOnce(new Error('connect ECONNREFUSED'));
    await refresh();
    expect(provider.health).toMatchObject({
      ok: false,
      note: 'connect ECONNREFUSED',
    });
    await refresh();
    expect(provider.health).toMatchObject({ ok: true });
  });
});
