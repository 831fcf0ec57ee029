import { mockCredentials } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';

/** One change per state; the names say which. Those with one core are approved by a rule. */
const orders: { kind: string; input: JsonObject }[] = [
  { kind: 'test.create', input: { name: 'succeeded', cores: 1 } },
  {
    kind: 'test.create',
    input: { name: 'applying', cores: 1, gates: ['engine-after'] },
  },
  {
    kind: 'test.create',
    input: { name: 'finishing', cores: 1, finishFails: 10_000 },
  },
  {
    kind: 'test.create',
    input: {
      name: 'needs-attention',
      cores: 1,
      attempts: [{ exit: 1, effect: false }],
      recover: ['needs-attention'],
    },
  },
  {
    kind: 'test.create',
    input: {
      name: 'failed',
      cores: 1,
      attempts: [{ exit: 1, effect: false }],
      recover: ['absent'],
    },
  },
  { kind: 'test.create', input: { name: 'denied', cores: 400 } },
  { kind: 'test.create', input: { name: 'waits', cores: 2 } },
  { kind: 'test.destroy', input: { name: 'waits-destructive', cores: 1 } },
];

/** Orders them over HTTP, as a person would. */
export async function seed(baseUrl: string): Promise<void> {
  for (const { kind, input } of orders) {
    const answer = await fetch(`${baseUrl}/changes`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: mockCredentials.user.header('user:default/requester'),
      },
      body: JSON.stringify({
        kind,
        input: { owner: 'group:default/team-a', ...input },
        idempotencyKey: `development ${input.name}`,
      }),
    });
    if (!answer.ok) {
      throw new Error(`${input.name}: ${await answer.text()}`);
    }
  }
}
