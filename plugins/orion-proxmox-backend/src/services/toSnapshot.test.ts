import { PveResource } from '../clients/PveClient';
import { toSnapshot } from './toSnapshot';

const node = (name: string, status = 'online'): PveResource => ({
  id: `node/${name}`,
  type: 'node',
  node: name,
  status,
  maxcpu: 8,
});
const up = (name: string, online = 1) => ({ type: 'node', name, online });
const guest = (vmid: number, more: Partial<PveResource> = {}): PveResource => ({
  id: `qemu/${vmid}`,
  type: 'qemu',
  vmid,
  node: 'a',
  status: 'running',
  ...more,
});

describe('toSnapshot', () => {
  it('takes guests, nodes and storages and leaves the rest', () => {
    const snapshot = toSnapshot(
      'c',
      [
        node('a'),
        guest(100, {
          name: 'x'.repeat(500),
          tags: 'b;a c',
          template: 1,
          cpu: 0.5,
          maxmem: 1024,
        }),
        guest(101, { status: 'hibernated' }),
        {
          id: 'storage/a/s',
          type: 'storage',
          node: 'a',
          storage: 's',
          content: 'rootdir,images',
        },
        { id: 'sdn/a/z', type: 'sdn', node: 'a' },
        { id: 'qemu/7', type: 'qemu' },
      ],
      [up('a')],
      0,
    );
    expect(snapshot).toMatchObject({ complete: true, problem: undefined });
    expect(snapshot.guests).toMatchObject([
      {
        vmid: 100,
        known: true,
        status: 'running',
        template: true,
        tags: ['b', 'a', 'c'],
      },
      {
        vmid: 101,
        known: false,
        status: 'unknown',
        template: null,
        tags: null,
        load: null,
      },
    ]);
    expect(snapshot.guests[0].name).toHaveLength(200);
    expect(snapshot.storages).toMatchObject([
      { name: 's', content: ['images', 'rootdir'], known: false },
    ]);
  });

  it.each([
    [
      'no quorum',
      [{ type: 'cluster', quorate: 0 }, up('a')],
      [node('a')],
      0,
      /no quorum/,
    ],
    [
      'a node offline',
      [up('a'), up('b', 0)],
      [node('a'), node('b', 'offline')],
      0,
      /1 of 2 .*b/,
    ],
    ['a node missing', [up('a'), up('b')], [node('a')], 0, /\(b\)/],
    ['all guests gone', [up('a')], [node('a')], 3, /VM\.Audit/],
  ])('is not complete with %s', (_, status, resources, before, problem) => {
    const snapshot = toSnapshot('c', resources, status, before);
    expect(snapshot.complete).toBe(false);
    expect(snapshot.problem).toMatch(problem);
  });

  it('believes that the last two guests are gone', () => {
    expect(toSnapshot('c', [node('a')], [up('a')], 2).complete).toBe(true);
  });
});
