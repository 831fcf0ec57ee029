import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningSimulator } from '../shared/simulator';
import { NetboxCaller } from './contract/netboxClient';
import { startNetbox } from './startNetbox';

const token = 'b'.repeat(40);
const PREFIXES = ['192.0.2.0/24', '2001:db8:3949::/48', '2001:db8:394a::/48'];

interface Saved {
  seeded?: string[];
  sequences: Record<string, number>;
  tables: Record<string, any[]>;
}

describe('the seed in a home from before', () => {
  let dir: string;
  let running: RunningSimulator | undefined;
  const lines: string[] = [];

  const start = async () => {
    running = await startNetbox({
      port: 0,
      stateDir: dir,
      tokens: { [token]: { user: 'orion-write', writeEnabled: true } },
      log: line => lines.push(line),
    });
    return new NetboxCaller({ url: running.url, token });
  };
  const stop = async () => {
    await running?.stop();
    running = undefined;
  };
  /** Takes from the saved state what came with BGP, then lets people change it. */
  const older = async (change: (saved: Saved) => void = () => {}) => {
    await start();
    await stop();
    const path = join(dir, 'netbox.json');
    const saved: Saved = JSON.parse(readFileSync(path, 'utf8'));
    delete saved.seeded;
    for (const key of Object.keys(saved.tables)) {
      if (key.startsWith('netbox_bgp.')) {
        delete saved.tables[key];
        delete saved.sequences[key];
      }
    }
    const keep = (key: string, test: (row: any) => boolean) => {
      saved.tables[key] = saved.tables[key].filter(test);
    };
    keep('ipam.aggregate', ({ prefix }) => !PREFIXES.includes(prefix));
    keep('ipam.prefix', ({ prefix }) => !PREFIXES.includes(prefix));
    keep('ipam.asn', ({ asn }) => asn !== 64500);
    keep(
      'virtualization.virtualmachine',
      ({ name }) => !['gw2', 'edge1', 'edge2'].includes(name),
    );
    keep('extras.customfield', ({ name }) => name !== 'orion_peering');
    change(saved);
    writeFileSync(path, JSON.stringify(saved));
  };
  const sessions = async (api: NetboxCaller) =>
    (await api.get('plugins/bgp/session/')).body.results.map(
      ({ virtualmachine, name }: any) => `${virtualmachine.name} ${name}`,
    );
  const announced = async (api: NetboxCaller) =>
    (await api.get('ipam/aggregates/?rir=arin')).body.results.map(
      ({ prefix }: any) => prefix,
    );

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'orion-netbox-seed-'));
    lines.length = 0;
  });
  afterEach(async () => {
    await stop();
    rmSync(dir, { recursive: true });
  });

  it('is made whole, and what people changed stays', async () => {
    await older(({ tables }) => {
      const vms = tables['virtualization.virtualmachine'];
      vms.find(({ name }) => name === 'router').description = 'ours';
    });
    const api = await start();
    expect(await announced(api)).toEqual(PREFIXES);
    expect(await sessions(api)).toHaveLength(6);
    const router = await api.get(
      'virtualization/virtual-machines/?name=router',
    );
    expect(router.body.results[0].description).toBe('ours');
    expect(lines).toEqual([]);
  });

  it('gets each part once: what people delete stays away', async () => {
    await older();
    const api = await start();
    const { body } = await api.get('plugins/bgp/session/?name=ix_v6');
    await api.call('DELETE', `plugins/bgp/session/${body.results[0].id}/`);
    await stop();
    const again = await start();
    expect(await sessions(again)).not.toContain('router ix_v6');
  });

  it('makes room where the old space is as it was made', async () => {
    await older(documentationSpace(''));
    expect(await announced(await start())).toEqual(PREFIXES);
    expect(lines).toEqual([]);
  });

  it('leaves out what does not fit to what people made', async () => {
    await older(saved => {
      documentationSpace('Ours to play with')(saved);
      const vms = saved.tables['virtualization.virtualmachine'];
      vms.find(({ name }) => name === 'router').name = 'edge';
    });
    const api = await start();
    expect(await announced(api)).toEqual(['192.0.2.0/24']);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/left out of an older home: .*overlap/);
    // Nobody's machine of another name gets sessions.
    expect(await sessions(api)).toEqual(['gw2 he_v6', 'gw2 he_v4', 'gw2 gw1']);
  });
});

/** What homes had before: one aggregate around all documentation space. */
function documentationSpace(description: string) {
  return ({ sequences, tables }: Saved) => {
    const rir = structuredClone(tables['ipam.rir'][0]);
    rir.id = sequences['ipam.rir'] += 1;
    Object.assign(rir, { name: 'RFC 3849', slug: 'rfc-3849' });
    tables['ipam.rir'].push(rir);
    const space = structuredClone(tables['ipam.aggregate'][0]);
    space.id = sequences['ipam.aggregate'] += 1;
    Object.assign(space, { prefix: '2001:db8::/32', rir: rir.id, description });
    tables['ipam.aggregate'].push(space);
  };
}
