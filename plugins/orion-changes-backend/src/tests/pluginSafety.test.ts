import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import { userRef } from './people';
import { startTestPlugin, TestPlugin } from './startTestPlugin';

const folder = mkdtempSync(join(tmpdir(), 'orion-safety-'));
let test: TestPlugin;
let knex: Knex;

beforeAll(async () => {
  const signingKeyFile = join(folder, 'key');
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(
    signingKeyFile,
    privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  const record = {
    checkpointFile: join(folder, 'checkpoints'),
    signingKeyFile,
  };
  test = await startTestPlugin({ record });
  knex = await test.database.connect('orion-changes');
});
afterAll(async () => {
  await test.stop();
  rmSync(folder, { recursive: true });
});

const message = (answer: { body: any }): string => answer.body.error.message;

describe('POST /changes/{id}/settle', () => {
  async function stuck(name: string): Promise<string> {
    const id = await test.submit({
      name,
      attempts: [{ exit: 1, effect: false }],
      recover: ['needs-attention'],
    });
    const { plan } = await test.until(id, 'awaiting-approval');
    const decision = {
      digest: plan.digest,
      idToken: await test.issuer.idToken('approver'),
    };
    await test.post(`/changes/${id}/approve`, 'approver', decision).expect(204);
    await test.until(id, 'needs-attention');
    return `/changes/${id}/settle`;
  }
  const word = async (as: string, more = {}) => ({
    outcome: 'failed',
    comment: 'looked by hand',
    idToken: await test.issuer.idToken(as),
    ...more,
  });

  it('ends a change on the word of two people, and is told to the auditor', async () => {
    const path = await stuck('p-failed');
    const id = Number(path.split('/')[2]);
    await test.post(path, 'approver', await word('approver')).expect(202);
    const proven = await eventually(async () => {
      const { body } = await test.get(`/changes/${id}`, 'second');
      return body.settlement.provenAt && body;
    });
    expect(proven.can.settle).toEqual({ allowed: true });
    expect(proven.next.text).toContain(
      'not user:default/approver, confirms that it has failed',
    );
    const twice = await test
      .post(path, 'approver', await word('approver'))
      .expect(403);
    expect(message(twice)).toContain('somebody else confirms');
    await test.post(path, 'second', await word('second')).expect(202);
    const { timeline } = await test.until(id, 'failed');
    expect(timeline.map((entry: any) => entry.event)).toEqual(
      expect.arrayContaining([
        'settlement-requested',
        'settlement-confirmed',
        'failed',
      ]),
    );
    expect(
      test.audit.filter(
        ({ eventId, outcome }) =>
          eventId === 'change-settle' && outcome === 'success',
      ),
    ).toHaveLength(2);
  });

  it('refuses services, plugins, other roles, foreign proofs and half a body', async () => {
    const path = await stuck('p-refused');
    const body = await word('approver');
    await test.raw('post', path, undefined, body).expect(401);
    await test
      .raw('post', path, mockCredentials.service.token(), body)
      .expect(403);
    const acting = mockCredentials.user.token(userRef('approver'), {
      actor: { subject: 'plugin:scaffolder' },
    });
    const onBehalf = await test.raw('post', path, acting, body).expect(403);
    expect(message(onBehalf)).toContain('plugin:scaffolder acts for you');
    await test.post(path, 'stranger', await word('stranger')).expect(404);
    const foreign = await test
      .post(path, 'approver', await word('second'))
      .expect(403);
    expect(message(foreign)).toContain('The sign-in proof is for second@');
    for (const bad of [{ comment: '' }, { outcome: 'cancelled' }]) {
      await test.post(path, 'approver', { ...body, ...bad }).expect(400);
    }
    const id = Number(path.split('/')[2]);
    expect((await test.until(id, 'needs-attention')).settlement).toBe(
      undefined,
    );
  });
});

describe('safe mode', () => {
  const leaving = async (as: string) => ({
    comment: 'known restore',
    idToken: await test.issuer.idToken(as),
  });

  it('is off, and everybody with a role may know', async () => {
    const { body } = await test.get('/safe-mode', 'viewer').expect(200);
    expect(body).toEqual({ active: false, reasons: [], mayLeave: false });
    const answer = await test
      .post('/safe-mode/leave', 'admin', await leaving('admin'))
      .expect(409);
    expect(message(answer)).toContain('Safe mode is not on');
  });

  it('closes the doors with a sentence, and opens for an admin at a browser', async () => {
    await knex('safe_mode').insert({
      reasons: JSON.stringify(['At least 3 are lost.']),
    });
    const refused = await test
      .post('/changes', 'requester', {
        kind: 'test.create',
        input: { name: 'p-closed', owner: 'group:default/team-a' },
        idempotencyKey: 'key of p-closed',
      })
      .expect(503);
    expect(message(refused)).toMatch(
      /^Safe mode since .*: At least 3 are lost\. Nothing runs until/,
    );
    const seen = await test.get('/safe-mode', 'requester').expect(200);
    expect(seen.body).toMatchObject({ active: true, mayLeave: false });
    expect(seen.body.report).toBeUndefined();
    await test.post('/safe-mode/report', 'approver').expect(403);
    await test
      .post('/safe-mode/leave', 'approver', await leaving('approver'))
      .expect(403);
    const early = await test
      .post('/safe-mode/leave', 'admin', await leaving('admin'))
      .expect(409);
    expect(message(early)).toContain('There is no report yet');
    await test.post('/safe-mode/report', 'admin').expect(202);
    const report = await eventually(
      async () => (await test.get('/safe-mode', 'admin')).body.report,
    );
    expect(report.errors).toEqual([]);
    const foreign = await test
      .post('/safe-mode/leave', 'admin', await leaving('approver'))
      .expect(403);
    expect(message(foreign)).toContain('The sign-in proof is for approver@');
    await test
      .post('/safe-mode/leave', 'admin', await leaving('admin'))
      .expect(204);
    await test.submit({ name: 'p-open-again' });
    const verdict = await test.get('/record/verify', 'admin').expect(200);
    expect(verdict.body).toMatchObject({ ok: true, guard: 'trigger' });
    expect(verdict.body.notes[0]).toContain('known restore');
  });
});
