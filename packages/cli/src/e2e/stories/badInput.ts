import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { House } from '../House';

const LONG = 'x'.repeat(64);

/** Each case: what is wrong, and what the message must name. */
const CASES: { input: Record<string, unknown>; names: RegExp }[] = [
  { input: { name: 'Web_01' }, names: /input\.name.*a-z, 0-9 and -/ },
  { input: { name: 'ab' }, names: /input\.name.*3 to 63/ },
  { input: { name: LONG }, names: /input\.name.*3 to 63/ },
  { input: { name: '<script>alert(1)</script>' }, names: /input\.name/ },
  { input: { size: 'XXL' }, names: /input\.size.*S, M, L/ },
  { input: { image: 'windows' }, names: /input\.image.*debian-13/ },
  { input: { network: 'dmz' }, names: /input\.network.*servers/ },
  { input: { cluster: 'other' }, names: /input\.cluster.*r730/ },
  { input: { owner: 'team-net' }, names: /input\.owner.*group:default/ },
  { input: { domain: 'gaming' }, names: /input\.domain/ },
  { input: { sshKeys: [] }, names: /input\.sshKeys.*at least one key/ },
  {
    input: { sshKeys: ['ssh-ed25519 short'] },
    names: /input\.sshKeys\.0.*OpenSSH public key/,
  },
  { input: { purpose: 'x'.repeat(501) }, names: /input\.purpose.*500/ },
  { input: { vmid: 200 }, names: /vmid/ },
  {
    input: { sshKeys: [`ssh-ed25519 ${'A'.repeat(70_000)}`] },
    names: /65536|too large|limit/i,
  },
];

/** Bad input is answered with the field and the limit, and leaves nothing behind. */
export function badInput(house: House): Story[] {
  return [
    {
      name: 'every bad field is named with its limit and nothing is created',
      async run() {
        const operator = await house.as('operator');
        const count = async () =>
          Number(
            (
              await house.query<{ n: string }>(
                'SELECT count(*) AS n FROM changes',
              )
            )[0].n,
          );
        const before = await count();
        for (const [index, { input, names }] of CASES.entries()) {
          const { status, body } = await operator.call<{
            error: { message: string };
          }>('orion-changes/changes', {
            body: {
              kind: 'virtual-machine.create',
              input: house.order(input),
              idempotencyKey: `e2e-bad-${Date.now()}-${index}`,
            },
          });
          assert.ok(
            status === 400 || status === 413,
            `${JSON.stringify(input).slice(0, 80)}: ${status}`,
          );
          assert.match(body.error.message, names);
        }
        assert.equal(await count(), before);
      },
    },
    {
      name: 'a body that is no order is refused before anything looks at it',
      async run() {
        const operator = await house.as('operator');
        for (const body of [
          {},
          { kind: 'no.such.kind', input: {}, idempotencyKey: 'e2e-nokind' },
          { kind: 7 },
        ]) {
          assert.equal(
            (await operator.call('orion-changes/changes', { body })).status,
            400,
          );
        }
        for (const path of [
          'changes/abc',
          'changes/1;drop',
          'changes?limit=1000',
          'changes?cursor=zzz',
        ]) {
          const { status } = await operator.call(`orion-changes/${path}`);
          assert.ok([400, 404].includes(status), `${path}: ${status}`);
        }
      },
    },
  ];
}
