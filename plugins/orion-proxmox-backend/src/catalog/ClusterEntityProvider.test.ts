import { mockServices } from '@backstage/backend-test-utils';
import { EntityProviderConnection } from '@backstage/plugin-catalog-node';
import { ClusterEntityProvider } from './ClusterEntityProvider';
import { ClusterInventory, InventoryReader } from './InventoryReader';

const guest = (vmid: number, more: object = {}) => ({
  cluster: 'c',
  vmid,
  ref: `proxmox:c/${vmid}`,
  entityRef: `resource:default/c-${vmid}`,
  type: 'qemu' as const,
  name: `vm-${vmid}`,
  node: 'a',
  status: 'running' as const,
  template: false,
  tags: [],
  addresses: [],
  protected: false,
  ...more,
});

function inventoryOf(
  guests: number,
  more: { complete?: boolean; revision?: number } = {},
) {
  const { complete = true, revision = 1 } = more;
  const freshness = {
    source: 'proxmox:c',
    fetchedAt: '2026-01-01',
    intervalMs: 1,
    stale: false,
  };
  return {
    summary: {
      id: 'c',
      title: 'C',
      nodes: { total: 1, online: 1 },
      complete,
      revision,
      ordering: false,
      freshness,
    },
    options: {
      cluster: 'c',
      title: 'C',
      nodes: [],
      storages: [],
      sizes: [],
      images: [],
      networks: [],
      freshness,
    },
    guests: Array.from({ length: guests }, (_, index) => guest(100 + index)),
  } as ClusterInventory;
}

function create(applied: string[] = []) {
  let inventory = inventoryOf(9);
  const reader = {
    findSummary: async () => inventory.summary,
    read: jest.fn(async () => inventory),
  };
  const connection = { applyMutation: jest.fn(), refresh: jest.fn() };
  const logger = mockServices.logger.mock();
  const provider = ClusterEntityProvider.create(
    { cluster: 'c', defaultOwner: 'group:default/admins' },
    {
      events: mockServices.events.mock(),
      listApplied: async () => applied,
      logger,
      reader: reader as unknown as InventoryReader,
      taskRunner: { run: async () => undefined },
    },
  );
  return {
    connection,
    logger,
    provider,
    reader,
    refresh: (next?: ClusterInventory) => {
      inventory = next ?? inventory;
      return provider.refresh(
        connection as unknown as EntityProviderConnection,
      );
    },
  };
}

describe('ClusterEntityProvider', () => {
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
    const { connection, reader, refresh } = create();
    await refresh();
    await refresh();
    expect(reader.read).toHaveBeenCalledTimes(1);
    await refresh(inventoryOf(9, { revision: 2 }));
    expect(reader.read).toHaveBeenCalledTimes(2);
    expect(connection.applyMutation).toHaveBeenCalledTimes(1);
    // Another replica may have applied what came in between.
    await refresh(inventoryOf(9, { revision: 5 }));
    expect(connection.applyMutation).toHaveBeenCalledTimes(2);
  });

  it('refuses a shrink of more than a fifth unless the source is complete', async () => {
    const { connection, logger, provider, refresh } = create();
    await refresh();
    await refresh(inventoryOf(6, { revision: 2, complete: false }));
    expect(connection.applyMutation).toHaveBeenCalledTimes(1);
    expect(provider.health).toMatchObject({
      ok: false,
      note: expect.stringMatching(/Refused to remove 3 of 10 entities of c/),
    });
    await refresh(inventoryOf(6, { revision: 2, complete: false }));
    expect(logger.warn).toHaveBeenCalledTimes(1);
    await refresh(inventoryOf(7, { revision: 3, complete: false }));
    expect(connection.applyMutation).toHaveBeenCalledTimes(2);
    await refresh(inventoryOf(1, { revision: 4 }));
    expect(connection.applyMutation).toHaveBeenCalledTimes(3);
    expect(provider.health).toMatchObject({ ok: true });
  });

  it('guards against a shrink right after a start, too', async () => {
    const known = Array.from(
      { length: 50 },
      (_, index) => `resource:default/c-${100 + index}`,
    );
    const { connection, refresh } = create(known);
    await refresh(inventoryOf(9, { complete: false }));
    expect(connection.applyMutation).not.toHaveBeenCalled();
  });

  it('applies nothing of a cluster that was never read', async () => {
    const { connection, provider, refresh } = create();
    const inventory = inventoryOf(0);
    inventory.summary.freshness = {
      source: 'proxmox:c',
      intervalMs: 1,
      stale: true,
    };
    await refresh(inventory);
    expect(connection.applyMutation).not.toHaveBeenCalled();
    expect(provider.health?.note).toMatch(/never read/);
  });

  it('says so when the plugin does not answer', async () => {
    const { provider, reader, refresh } = create();
    reader.read.mockRejectedValueOnce(new Error('connect ECONNREFUSED'));
    await refresh();
    expect(provider.health).toMatchObject({
      ok: false,
      note: 'connect ECONNREFUSED',
    });
    await refresh();
    expect(provider.health).toMatchObject({ ok: true });
  });
});
