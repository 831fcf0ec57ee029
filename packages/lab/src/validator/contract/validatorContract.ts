/* For the lab's validator and for a real one, so it cannot be a test itself. */
/* eslint-disable jest/no-export, jest/valid-title */
import { Roa } from '../../bgp/roasOf';
import { Aspa } from '../seedRoas';
import { ProbedPdu, RtrProbe } from './RtrProbe';

/** A validator under the contract. */
export interface ContractValidator {
  rtrPort: number;
  /** Of its JSON. */
  jsonUrl: string;
  /** What its JSON names as the trust anchor of them. Default that of the ROAs. */
  trustAnchor?: string;
  /** It was given no ASPAs, since it takes none. */
  withoutAspas?: boolean;
  /** It reports a version it does not know and listens on, instead of hanging up. */
  staysOpen?: boolean;
  /** Replaces its payloads; both interfaces follow by themselves. */
  setRoas(roas: Roa[]): void;
  stop(): Promise<unknown>;
}

const [RESPONSE, NOTIFY, END, RESET, FAULT, ASPA] = [3, 0, 7, 8, 10, 11];

const roa = (prefix: string, maxLength: number, asn: number): Roa => ({
  asn: `AS${asn}`,
  prefix,
  maxLength,
  ta: 'test',
});

/** What it begins with. */
export const contractRoas = [
  roa('192.0.2.0/24', 24, 64_500),
  roa('2001:db8::/32', 48, 4_200_000_000),
];

export const contractAspas: Aspa[] = [
  { customer: 'AS64500', providers: ['AS174', 'AS6939'] },
];

/** Of each family one. */
const ASPA_BODIES = [
  '010000020000fbf4000000ae00001b1b',
  '010100020000fbf4000000ae00001b1b',
];

const BODIES = [
  '01181800c00002000000fbf4',
  '0120300020010db8000000000000000000000000fa56ea00',
];

/** Tests that hold for every validator. */
export function describeValidator(
  name: string,
  start: () => Promise<ContractValidator>,
): void {
  describe(name, () => {
    let validator: ContractValidator;
    const probes: RtrProbe[] = [];
    const connect = async () => {
      const probe = await RtrProbe.connect(validator.rtrPort);
      probes.push(probe);
      return probe;
    };
    const prefixes = (pdus: ProbedPdu[]) =>
      pdus.filter(({ type }) => type === 4 || type === 6);

    beforeEach(async () => {
      validator = await start();
    });
    afterEach(async () => {
      probes.splice(0).forEach(probe => probe.close());
      await validator?.stop();
    });

    it.each([0, 1, 2])(
      'gives everything to who begins, version %i',
      async v => {
        const probe = await connect();
        probe.send(v, 2, 0);
        const answer = await probe.until(END);
        expect(answer[0]).toMatchObject({
          version: v,
          type: RESPONSE,
          body: '',
        });
        expect(
          prefixes(answer)
            .map(({ body }) => body)
            .sort(),
        ).toEqual([...BODIES].sort());
        expect(
          answer.filter(({ type }) => type === ASPA).map(({ body }) => body),
        ).toEqual(v < 2 || validator.withoutAspas ? [] : ASPA_BODIES);
        const end = answer.at(-1)!;
        expect(end.field).toBe(answer[0].field);
        // Serial, and since version 1 refresh, retry and expire.
        expect(end.body).toHaveLength(v === 0 ? 8 : 32);
        expect(new Set(answer.map(({ version }) => version))).toEqual(
          new Set([v]),
        );
      },
    );

    it('has nothing for a version it does not know, and reports it or hangs up', async () => {
      const probe = await connect();
      probe.send(3, 2, 0);
      const told = validator.staysOpen
        ? await probe.until(FAULT)
        : await probe.untilClosed();
      // StayRTR closes beside its report, which then seldom comes.
      expect([[], [{ type: FAULT, field: 4 }]]).toContainEqual(
        told.map(({ type, field }) => ({ type, field })),
      );
    });

    it('has nothing new for who has it all, and begins anew with others', async () => {
      const probe = await connect();
      probe.send(1, 2, 0);
      const end = (await probe.until(END)).at(-1)!;
      const serial = parseInt(end.body.slice(0, 8), 16);
      probe.send(1, 1, end.field, serial);
      expect((await probe.until(END)).map(({ type }) => type)).toEqual([
        RESPONSE,
        END,
      ]);
      probe.send(1, 1, end.field, serial + 1_000);
      expect(await probe.until(RESET)).toHaveLength(1);
    });

    it('tells that something changed, and gives it', async () => {
      const probe = await connect();
      probe.send(1, 2, 0);
      const before = (await probe.until(END)).at(-1)!;
      validator.setRoas([contractRoas[0], roa('198.51.100.0/24', 25, 64_502)]);
      const notify = (await probe.until(NOTIFY)).at(-1)!;
      expect(notify.field).toBe(before.field);
      expect(notify.body).not.toBe(before.body.slice(0, 8));
      probe.send(1, 2, 0);
      const answer = await probe.until(END);
      expect(
        prefixes(answer)
          .map(({ body }) => body)
          .sort(),
      ).toEqual(
        ['01181800c00002000000fbf4', '01181900c63364000000fbf6'].sort(),
      );
      expect(answer.at(-1)!.body.slice(0, 8)).toBe(notify.body);
    });

    it.each([
      ['a message that is too short', Uint8Array.of(1, 2, 0, 0, 0, 0, 0, 4)],
      ['another kind of message', Uint8Array.of(1, 99, 0, 0, 0, 0, 0, 8)],
    ])('gives nothing for %s, and serves others', async (_, bytes) => {
      const [probe, other] = [await connect(), await connect()];
      probe.raw(bytes);
      other.send(1, 2, 0);
      expect(prefixes(await other.until(END))).toHaveLength(2);
      expect(prefixes(probe.received)).toEqual([]);
    });

    it('prints the same payloads as JSON', async () => {
      const read = async () => {
        const answer = await fetch(validator.jsonUrl);
        const { roas } = (await answer.json()) as { roas: Roa[] };
        return roas
          .map(({ asn, prefix, maxLength, ta }) => ({
            asn,
            prefix,
            maxLength,
            ta,
          }))
          .sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
      };
      const { trustAnchor: ta = 'test' } = validator;
      const printed = contractRoas.map(one => ({ ...one, ta }));
      expect(await read()).toEqual(printed);
      validator.setRoas([contractRoas[1]]);
      const end = Date.now() + 10_000;
      while ((await read()).length !== 1 && Date.now() < end) {
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      expect(await read()).toEqual([printed[1]]);
    });
  });
}
