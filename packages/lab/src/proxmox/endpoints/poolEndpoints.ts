import { everyone } from '../access/permissions';
import { flag, list } from '../http/params';
import { PveError } from '../http/PveError';
import { Call, Endpoint } from '../http/Router';
import { PoolState } from '../types';

const updateParams = {
  comment: 'string?',
  vms: 'string?',
  storage: 'string?',
  delete: 'bool?',
  'allow-move': 'bool?',
};

/** Pools, in the present form (`?poolid=`) and the deprecated one. */
export const poolEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: '/pools',
    params: { poolid: 'string?', type: 'qemu|lxc|storage?' },
    permission: everyone,
    run: call => {
      const { world, params } = call;
      if (params.poolid) {
        checkAudit(call, params.poolid);
        return [describe(call, getPool(call, params.poolid))];
      }
      return Object.values(world.state.pools)
        .filter(({ poolid }) => mayAudit(call, poolid))
        .map(({ poolid, comment }) => ({
          poolid,
          ...(comment ? { comment } : {}),
        }));
    },
  },
  {
    method: 'POST',
    path: '/pools',
    params: { poolid: 'string', comment: 'string?' },
    permission: ({ world, caller, params }) =>
      world.access.check(caller, `/pool/${params.poolid}`, 'Pool.Allocate'),
    run: ({ world, params }) => {
      const { poolid, comment } = params;
      if (world.state.pools[poolid]) {
        throw PveError.domain(
          `create pool failed: pool '${poolid}' already exists`,
        );
      }
      world.state.pools[poolid] = { poolid, comment, storages: [] };
      world.changed();
      return null;
    },
  },
  {
    method: 'PUT',
    path: '/pools',
    params: { poolid: 'string', ...updateParams },
    permission: everyone,
    run: call => updatePool(call, call.params.poolid),
  },
  {
    method: 'DELETE',
    path: '/pools',
    params: { poolid: 'string' },
    permission: everyone,
    run: call => deletePool(call, call.params.poolid),
  },
  {
    method: 'GET',
    path: '/pools/{poolid}',
    params: { type: 'qemu|lxc|storage?' },
    permission: everyone,
    run: call => {
      checkAudit(call, call.path.poolid);
      const pool = describe(call, getPool(call, call.path.poolid));
      return { members: pool.members, comment: pool.comment };
    },
  },
  {
    method: 'PUT',
    path: '/pools/{poolid}',
    params: updateParams,
    permission: everyone,
    run: call => updatePool(call, call.path.poolid),
  },
  {
    method: 'DELETE',
    path: '/pools/{poolid}',
    permission: everyone,
    run: call => deletePool(call, call.path.poolid),
  },
];

function mayAudit({ world, caller }: Call, poolid: string): boolean {
  const needed = ['Pool.Audit', 'Pool.Allocate'];
  return world.access.hasAny(caller, `/pool/${poolid}`, needed);
}

function checkAudit({ world, caller }: Call, poolid: string) {
  world.access.checkAny(caller, `/pool/${poolid}`, ['Pool.Audit']);
}

function getPool({ world }: Call, poolid: string): PoolState {
  const pool = world.state.pools[poolid];
  if (!pool) {
    throw PveError.domain(`pool '${poolid}' does not exist`);
  }
  return pool;
}

function describe({ world }: Call, pool: PoolState) {
  const guests = world.inventory
    .guestRows()
    .filter(({ vmid }) => isMember(world.state.guests[String(vmid)], pool));
  const storages = world.inventory
    .storageRows()
    .filter(({ storage }) => pool.storages.includes(String(storage)));
  return {
    poolid: pool.poolid,
    ...(pool.comment ? { comment: pool.comment } : {}),
    members: [...guests, ...storages],
  };
}

function isMember(guest: { pool?: string } | undefined, pool: PoolState) {
  return guest?.pool === pool.poolid;
}

function updatePool(call: Call, poolid: string): null {
  const { world, caller, params } = call;
  const pool = getPool(call, poolid);
  world.access.check(caller, `/pool/${poolid}`, 'Pool.Allocate');
  const remove = flag(params.delete);
  for (const vmid of list(params.vms)) {
    const guest = world.state.guests[vmid];
    if (!guest) {
      throw PveError.domain(`VM ${vmid} does not exist`);
    }
    world.access.check(caller, `/vms/${vmid}`, 'VM.Allocate');
    if (remove && guest.pool !== poolid) {
      throw PveError.domain(`VM ${vmid} is not a pool member`);
    }
    if (!remove && guest.pool && !flag(params['allow-move'])) {
      throw PveError.domain(
        `VM ${vmid} is already a pool member of pool '${guest.pool}'`,
      );
    }
    guest.pool = remove ? undefined : poolid;
  }
  for (const storage of list(params.storage)) {
    pool.storages = pool.storages.filter(item => item !== storage);
    if (!remove) {
      pool.storages.push(storage);
    }
  }
  if (params.comment !== undefined) {
    pool.comment = params.comment;
  }
  world.changed();
  return null;
}

function deletePool(call: Call, poolid: string): null {
  const { world, caller } = call;
  const pool = getPool(call, poolid);
  world.access.check(caller, `/pool/${poolid}`, 'Pool.Allocate');
  const used = Object.values(world.state.guests).some(guest =>
    isMember(guest, pool),
  );
  if (used || pool.storages.length > 0) {
    throw PveError.domain(`delete pool failed: pool '${poolid}' is not empty`);
  }
  delete world.state.pools[poolid];
  world.changed();
  return null;
}
