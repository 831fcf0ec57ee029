import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { House } from '../House';
import { McpClient } from '../McpClient';
import { AGENT_TOKEN } from '../overrides';

interface ErrorBody {
  error: { name: string; message: string };
}

/** What must not be possible, whoever asks. */
export function refusals(house: House): Story[] {
  const decide = async (
    account: 'viewer' | 'operator' | 'approver' | 'admin',
    id: number,
    overrides: Record<string, unknown> = {},
  ) => {
    const session = await house.as(account);
    const operator = await house.as('operator');
    const { plan } = await operator.change(id);
    return session.call<ErrorBody>(`orion-changes/changes/${id}/approve`, {
      body: { digest: plan!.digest, idToken: session.idToken, ...overrides },
    });
  };
  const waiting = async () => {
    const id = await house.submit(house.order());
    await (await house.as('operator')).waitFor(id, ['awaiting-approval']);
    return id;
  };
  const cancel = async (id: number) => {
    const operator = await house.as('operator');
    await operator.call(`orion-changes/changes/${id}/cancel`, { body: {} });
    await operator.waitFor(id, ['cancelled']);
  };
  return [
    {
      name: 'the requester cannot approve, nor a viewer, nor with a foreign or missing sign-in proof',
      async run() {
        const id = await waiting();
        assert.equal((await decide('operator', id)).status, 403);
        const viewer = await decide('viewer', id);
        assert.equal(viewer.status, 404, 'a foreign change is not there');
        const operator = await house.as('operator');
        const foreign = await decide('approver', id, {
          idToken: operator.idToken,
        });
        assert.equal(foreign.status, 403);
        assert.match(
          foreign.body.error.message,
          /proof is for operator@orion.example/,
        );
        const portalToken = (await house.as('approver')).token;
        assert.equal(
          (await decide('approver', id, { idToken: portalToken })).status,
          403,
        );
        assert.equal(
          (await decide('approver', id, { idToken: undefined })).status,
          400,
        );
        await cancel(id);
      },
    },
    {
      name: 'a stale digest and a second approval are conflicts',
      async run() {
        const id = await waiting();
        const stale = await decide('approver', id, { digest: 'a'.repeat(64) });
        assert.equal(stale.status, 409);
        assert.match(stale.body.error.message, /plan changed/);
        const [first, second] = await Promise.all([
          decide('approver', id),
          decide('admin', id),
        ]);
        assert.deepEqual([first.status, second.status].sort(), [204, 409]);
        await (await house.as('operator')).waitFor(id, ['succeeded']);
      },
    },
    {
      name: 'no token without a person behind a browser approves',
      async run() {
        const id = await waiting();
        const operator = await house.as('operator');
        const { plan } = await operator.change(id);
        const { idToken } = await house.as('approver');
        for (const authorization of [
          undefined,
          `Bearer ${house.verifyToken}`,
          `Bearer ${AGENT_TOKEN}`,
          'Bearer nonsense',
        ]) {
          const answer = await fetch(
            `${house.baseUrl}/api/orion-changes/changes/${id}/approve`,
            {
              method: 'POST',
              headers: {
                'content-type': 'application/json',
                ...(authorization ? { authorization } : {}),
              },
              body: JSON.stringify({ digest: plan!.digest, idToken }),
            },
          );
          assert.ok(
            [401, 403].includes(answer.status),
            `${authorization}: ${answer.status}`,
          );
        }
        assert.equal((await operator.change(id)).state, 'awaiting-approval');
        await cancel(id);
      },
    },
    {
      name: 'no tool of an agent and no step of a template decides anything',
      async run() {
        const approver = await house.as('approver');
        const list = (token: string) =>
          new McpClient(house.baseUrl, token).tools();
        const steps = await approver.call<{ id: string }[]>(
          'scaffolder/v2/actions',
        );
        const offered = [
          ...(await list(approver.token)),
          ...(await list(AGENT_TOKEN)),
          ...steps.body.map(({ id }) => id),
        ];
        assert.ok(offered.includes('orion:change:submit'));
        assert.ok(offered.some(name => /catalog/.test(name)));
        assert.deepEqual(
          offered.filter(name => /approv|reject|polic|decid/i.test(name)),
          [],
        );
      },
    },
    {
      name: 'over quota is denied with the numbers, and nothing is held',
      async run() {
        const operator = await house.as('operator');
        const ids: number[] = [];
        for (let n = 0; n < 3; n++) {
          ids.push(await house.submit(house.order({ size: 'L' })));
        }
        const states = await Promise.all(
          ids.map(id => operator.waitFor(id, ['awaiting-approval', 'denied'])),
        );
        const denied = states.filter(change => change.state === 'denied');
        assert.ok(denied.length >= 1);
        assert.match(denied[0].reason!, /team-net would use \d+ of 20 cores/);
        await operator.waitForCleanup(denied[0].id);
        assert.deepEqual(await house.netbox.addressesOf(denied[0].id), []);
        for (const change of states.filter(({ state }) => state !== 'denied')) {
          await cancel(change.id);
        }
      },
    },
    {
      name: 'an application is sent to Kubernetes',
      async run() {
        const id = await house.submit(house.order({ domain: 'applications' }));
        const denied = await (
          await house.as('operator')
        ).waitFor(id, ['denied']);
        assert.match(denied.reason!, /Kubernetes/);
      },
    },
    {
      name: 'a protected guest and a guest ORION did not make are not destroyed',
      async run() {
        const operator = await house.as('operator');
        const answer = await operator.call<ErrorBody>('orion-changes/changes', {
          body: {
            kind: 'virtual-machine.destroy',
            input: { cluster: 'r730', vmid: 200, name: 'router' },
            idempotencyKey: `e2e-protected-${Date.now()}`,
          },
        });
        assert.equal(answer.status, 400);
        assert.match(answer.body.error.message, /not made by ORION/);
        assert.equal((await house.proxmox.config(200))?.name, 'router');
      },
    },
    {
      name: 'a viewer cannot order, and nobody orders for a group they are not in',
      async run() {
        const body = {
          kind: 'virtual-machine.create',
          input: house.order(),
          idempotencyKey: 'e2e-viewer-1',
        };
        const viewer = await house.as('viewer');
        assert.equal(
          (await viewer.call('orion-changes/changes', { body })).status,
          403,
        );
        const operator = await house.as('operator');
        const foreign = await operator.call<ErrorBody>(
          'orion-changes/changes',
          {
            body: {
              ...body,
              input: house.order({ owner: 'group:default/team-platform' }),
              idempotencyKey: 'e2e-foreign-1',
            },
          },
        );
        assert.equal(foreign.status, 403);
        assert.match(
          foreign.body.error.message,
          /not a member of group:default\/team-platform/,
        );
      },
    },
    {
      name: 'one key is one change, and another body under it is refused with 422',
      async run() {
        const operator = await house.as('operator');
        const input = house.order();
        const body = {
          kind: 'virtual-machine.create',
          input,
          idempotencyKey: `e2e-key-${Date.now()}`,
        };
        const answers = await Promise.all(
          Array.from({ length: 8 }, () =>
            operator.call<{ id: number }>('orion-changes/changes', { body }),
          ),
        );
        assert.equal(new Set(answers.map(({ body: { id } }) => id)).size, 1);
        assert.equal(answers.filter(({ status }) => status === 201).length, 1);
        const other = await operator.call('orion-changes/changes', {
          body: { ...body, input: house.order() },
        });
        assert.equal(other.status, 422);
        await operator.waitFor(answers[0].body.id, ['awaiting-approval']);
        await cancel(answers[0].body.id);
      },
    },
  ];
}
