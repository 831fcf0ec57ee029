import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChangeContext } from '@orion/backstage-plugin-orion-changes-node';
import { RunningProxmox, startProxmox } from '@orion/lab';
import { ClusterConfig } from '../../config';
import { RESOURCE } from './facts';
import { DestroyInput } from './input';
import { MachineDeps } from './MachineTools';
import { recoverDestroy } from './recoverDestroy';

const approved = {
  plan: {
    complete: true,
    errored: false,
    resourceChanges: [],
    resourceDrift: [],
    outputChanges: [],
  },
  moduleDigest: 'm',
  lockFileDigest: 'l',
  engineDigest: 'e',
};
const held = { addresses: [RESOURCE], deposed: [] };
const empty = { addresses: [], deposed: [] };

describe('recoverDestroy of a guest that was removed in Proxmox', () => {
  let lab: RunningProxmox;
  let cluster: ClusterConfig;

  beforeAll(async () => {
    lab = await startProxmox({ port: 0 });
    const caFile = join(mkdtempSync(join(tmpdir(), 'orion-ca-')), 'ca.pem');
    writeFileSync(caFile, lab.ca);
    const id = 'orion@pve!read';
    const token = { id, secret: lab.tokens[id] };
    cluster = {
      id: 'r730',
      endpoints: [lab.url],
      caFile,
      readToken: token,
      changeToken: token,
    } as ClusterConfig;
  });
  afterEach(() => lab.reset());
  afterAll(() => lab.stop());

  function recover(options: {
    state?: object;
    next?: object;
    locked?: boolean;
    mayTryAgain?: boolean;
  }) {
    const { state, next = approved, locked = false } = options;
    const stack = {
      isLocked: async () => locked,
      readState: async () => state,
      approvedEnvelope: async () => approved,
      plan: async () => ({ envelope: next, base: { lineage: 'x', serial: 5 } }),
    };
    const ownership = {
      find: async () => ({
        owner: 'group:default/team-net',
        changeId: 7,
        addresses: [],
        stack: {
          name: 'virtual-machine',
          schema: 's',
          variables: { node: 'pve1' },
        },
      }),
    };
    const ctx = {
      change: {
        input: { cluster: 'r730', vmid: 1000, name: 'web-1' },
        mayTryAgain: options.mayTryAgain ?? true,
      },
      signal: new AbortController().signal,
      facts: { node: 'pve1', schema: 's', gone: true, inState: true },
      saveFacts: async () => {},
    } as unknown as ChangeContext<DestroyInput>;
    const deps = {
      clusters: new Map([['r730', cluster]]),
      stack,
      ownership,
    } as unknown as MachineDeps;
    return recoverDestroy(deps, ctx);
  }

  it('goes on when the state names nothing', async () => {
    expect(await recover({ state: empty })).toMatchObject({ next: 'verify' });
    expect(await recover({})).toMatchObject({ next: 'verify' });
  });

  it('applies again while the state still names the guest', async () => {
    expect(await recover({ state: held })).toMatchObject({ next: 'apply' });
  });

  it('calls a person when the state still names it after the last try', async () => {
    expect(await recover({ state: held, mayTryAgain: false })).toMatchObject({
      next: 'needs-attention',
      message: 'Guest 1000 is gone, but the Terraform state s still names it.',
    });
  });

  it('calls a person when the engine would destroy something', async () => {
    const change = { address: RESOURCE, action: 'delete' };
    const plan = { ...approved.plan, resourceChanges: [change] };
    const verdict = await recover({
      state: held,
      next: { ...approved, plan },
    });
    expect(verdict.next).toBe('needs-attention');
  });

  it('waits while the state is locked', async () => {
    expect(await recover({ state: held, locked: true })).toMatchObject({
      next: 'wait',
    });
  });

  it('touches no guest that came to its VMID', async () => {
    await lab.actions.createGuest({ vmid: 1000, name: 'web-1' });
    expect(await recover({ state: held })).toMatchObject({
      next: 'needs-attention',
      message: expect.stringMatching(/there again.*Nothing of it was touched/),
    });
  });
});
