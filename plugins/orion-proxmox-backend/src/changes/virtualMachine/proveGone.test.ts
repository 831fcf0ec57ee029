import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';
import { ChangeContext } from '@orion/backstage-plugin-orion-changes-node';
import { RunningProxmox, startProxmox } from '@orion/lab';
import { ClusterConfig } from '../../config';
import { DestroyInput } from './input';
import { MachineDeps } from './MachineTools';
import { proveGone } from './proveGone';

const ownership = {
  owner: 'group:default/team-net',
  changeId: 7,
  addresses: [],
  stack: { name: 'virtual-machine', schema: 's', variables: { node: 'pve1' } },
};

describe('proveGone', () => {
  let lab: RunningProxmox;
  let deps: MachineDeps;
  let facts: JsonObject;

  beforeAll(async () => {
    lab = await startProxmox({ port: 0 });
    const caFile = join(mkdtempSync(join(tmpdir(), 'orion-ca-')), 'ca.pem');
    writeFileSync(caFile, lab.ca);
    const secret = (id: string) => ({ id, secret: lab.tokens[id] });
    const cluster = {
      id: 'r730',
      endpoints: [lab.url],
      caFile,
      readToken: secret('orion@pve!read'),
      changeToken: secret('orion@pve!read'),
    } as ClusterConfig;
    // The state is no part of the question: no stack is asked.
    deps = { clusters: new Map([['r730', cluster]]) } as MachineDeps;
  });
  beforeEach(() => {
    facts = {};
  });
  afterEach(() => lab.reset());
  afterAll(() => lab.stop());

  const prove = (gone = true) => {
    const ctx = {
      change: { input: { cluster: 'r730', vmid: 1000, name: 'web-1' } },
      signal: new AbortController().signal,
      get facts() {
        return facts;
      },
      saveFacts: async (patch: JsonObject) => {
        facts = { ...facts, ...patch };
      },
    } as unknown as ChangeContext<DestroyInput>;
    return proveGone(deps, ctx, ownership, gone);
  };

  it('waits for a second look, and believes it when it is late enough', async () => {
    await expect(prove()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(/first look; the second follows/),
    });
    expect(facts.absentSince).toEqual(expect.any(String));
    await expect(prove()).rejects.toThrow(/the second follows/);
    facts.absentSince = new Date(Date.now() - 15_000).toISOString();
    await expect(prove()).resolves.toBeUndefined();
  });

  it('begins anew when the guest or a disk of it is seen', async () => {
    const early = new Date(Date.now() - 60_000).toISOString();
    facts.absentSince = early;
    await lab.actions.createVolume({ vmid: 1000, storage: 'tank' });
    await expect(prove()).rejects.toThrow('The disk tank:vm-1000-disk-0 is');
    expect(facts.absentSince).toBeNull();
    facts.absentSince = early;
    await prove(false);
    expect(facts.absentSince).toBeNull();
  });
});
