import { everyone, onStorageAny } from '../access/permissions';
import { PveError } from '../http/PveError';
import { Call, Endpoint } from '../http/Router';
import { freeVolume, getStorage, volumePath } from '../guests/volumes';
import { storageStatus } from '../inventory/Inventory';
import { noise } from '../inventory/metrics';
import { VolumeState } from '../types';

const audit = onStorageAny('Datastore.Audit', 'Datastore.AllocateSpace');

/** Storages of the cluster and of a node, and what lies on them. */
export const storageEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: '/storage',
    params: { type: 'string?' },
    permission: everyone,
    run: ({ world, caller, params }) =>
      world.state.storages
        .filter(({ type }) => !params.type || params.type === type)
        .filter(({ storage }) =>
          world.access.hasAny(caller, `/storage/${storage}`, [
            'Datastore.Audit',
            'Datastore.AllocateSpace',
          ]),
        )
        .map(({ storage, type, content, shared }) => ({
          storage,
          type,
          content: content.join(','),
          shared: shared ? 1 : 0,
        })),
  },
  {
    method: 'GET',
    path: '/nodes/{node}/storage',
    params: {
      content: 'string?',
      enabled: 'bool?',
      format: 'bool?',
      storage: 'string?',
      target: 'string?',
    },
    permission: everyone,
    run: ({ world, caller, path, params }) => {
      world.node(path.node);
      const wanted = params.content?.split(',');
      return world.state.storages
        .filter(item => !params.storage || item.storage === params.storage)
        .filter(
          item => !wanted || wanted.some(type => item.content.includes(type)),
        )
        .filter(({ storage }) =>
          world.access.hasAny(caller, `/storage/${storage}`, [
            'Datastore.Audit',
            'Datastore.AllocateSpace',
          ]),
        )
        .map(({ storage }) => {
          const status = storageStatus(world, path.node, storage);
          return {
            storage,
            ...status,
            used_fraction: status.used / status.total,
          };
        });
    },
  },
  {
    method: 'GET',
    path: '/nodes/{node}/storage/{storage}/status',
    permission: audit,
    run: ({ world, path }) => storageStatus(world, path.node, path.storage),
  },
  {
    method: 'GET',
    path: '/nodes/{node}/storage/{storage}/rrddata',
    params: { timeframe: 'hour|day|week|month|year', cf: 'AVERAGE|MAX?' },
    permission: audit,
    run: ({ world, path }) => {
      const { total, used } = storageStatus(world, path.node, path.storage);
      const now = Math.floor(Date.now() / 60_000) * 60;
      return Array.from({ length: 70 }, (_, n) => {
        const time = now - (69 - n) * 60;
        const drift = 1 - 0.002 * noise(path.storage, time);
        return { time, total, used: Math.floor(used * drift) };
      });
    },
  },
  {
    method: 'GET',
    path: '/nodes/{node}/storage/{storage}/content',
    params: { content: 'string?', vmid: 'vmid?' },
    permission: audit,
    run: ({ world, path, params }) => {
      getStorage(world, path.storage);
      return Object.values(world.state.volumes)
        .filter(volume => volume.storage === path.storage)
        .filter(({ node }) => node === '' || node === path.node)
        .filter(({ content }) => !params.content || content === params.content)
        .filter(({ vmid }) => !params.vmid || vmid === Number(params.vmid))
        .map(volume => ({ ...row(volume), volid: volume.volid }));
    },
  },
  {
    method: 'GET',
    path: '/nodes/{node}/storage/{storage}/content/{volume*}',
    permission: audit,
    run: call => {
      const volume = findVolume(call);
      return {
        path: volumePath(call.world, volume),
        size: volume.size,
        used: volume.used,
        format: volume.format,
        ...(volume.notes ? { notes: volume.notes } : {}),
      };
    },
  },
  {
    method: 'DELETE',
    path: '/nodes/{node}/storage/{storage}/content/{volume*}',
    params: { delay: 'int?' },
    permission: onStorageAny('Datastore.Allocate', 'Datastore.AllocateSpace'),
    run: call => {
      const { world, path, caller } = call;
      const volume = findVolume(call);
      const about = {
        node: path.node,
        type: 'imgdel',
        id: `${volume.vmid ?? ''}@${path.storage}`,
        user: caller.id,
      };
      return world.tasks.start(about, async ({ log }) => {
        freeVolume(world, volume.volid);
        log(`Removed volume '${volume.volid}'`);
      });
    },
  },
];

function findVolume({ world, path }: Call): VolumeState {
  const storage = getStorage(world, path.storage);
  const volid = path.volume.includes(':')
    ? path.volume
    : `${path.storage}:${path.volume}`;
  const volume = world.state.volumes[volid];
  if (!volume || (volume.node !== '' && volume.node !== path.node)) {
    const name = volid.slice(volid.indexOf(':') + 1);
    throw PveError.domain(
      storage.type === 'lvmthin'
        ? `no such logical volume pve/${name}`
        : `volume '${volid}' does not exist`,
    );
  }
  return volume;
}

function row(volume: VolumeState) {
  const { content, format, size, used, ctime, vmid, parent, notes } = volume;
  return {
    content,
    ctime,
    format,
    size,
    used,
    ...(vmid === undefined ? {} : { vmid }),
    ...(parent ? { parent } : {}),
    ...(notes ? { notes } : {}),
    ...(content === 'backup'
      ? { subtype: 'qemu', protected: volume.protected ? 1 : 0 }
      : {}),
  };
}
