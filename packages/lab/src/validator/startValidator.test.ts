import { RtrProbe } from './contract/RtrProbe';
import { RunningValidator, startValidator } from './startValidator';

describe('the lab validator', () => {
  let validator: RunningValidator;
  const get = (headers: Record<string, string> = {}) =>
    fetch(`${validator.url}/json`, { headers });

  beforeAll(async () => {
    validator = await startValidator({
      port: 0,
      rtrPort: 0,
      controlPort: 0,
    });
  });

  afterEach(() => validator.faults.clear());

  afterAll(() => validator?.stop());

  it('prints ROAs as Routinator does, with our own among them', async () => {
    const answer = await get();
    const { roas, metadata } = (await answer.json()) as any;
    expect(metadata.generatedTime).toMatch(/Z$/);
    expect(roas).toContainEqual({
      asn: 'AS394955',
      prefix: '2001:db8:3949::/48',
      maxLength: 48,
      ta: 'lab',
    });
    expect(roas.length).toBeGreaterThan(900);
    for (const { asn, prefix, maxLength } of roas) {
      expect(asn).toMatch(/^AS\d+$/);
      expect(maxLength).toBeGreaterThanOrEqual(Number(prefix.split('/')[1]));
    }
  });

  it('prints ASPAs as Routinator does, ours with our transit', async () => {
    const { aspas } = (await (await get()).json()) as any;
    expect(aspas).toContainEqual({
      customer: 'AS394955',
      providers: ['AS6939'],
    });
    expect(aspas.length).toBeGreaterThan(3);
    validator.setAspas([]);
    expect(await (await get()).json()).toMatchObject({ aspas: [] });
    await fetch(`${validator.controlUrl}/reset`, { method: 'POST' });
    expect(((await (await get()).json()) as any).aspas).toEqual(aspas);
  });

  it('says when nothing is new', async () => {
    const etag = (await get()).headers.get('etag')!;
    expect((await get({ 'if-none-match': etag })).status).toBe(304);
    validator.setRoas([]);
    expect((await get({ 'if-none-match': etag })).status).toBe(200);
    await fetch(`${validator.controlUrl}/reset`, { method: 'POST' });
    expect(((await (await get()).json()) as any).roas).not.toEqual([]);
  });

  it('reports a version it does not know before it hangs up', async () => {
    const probe = await RtrProbe.connect(validator.rtrPort!);
    probe.send(3, 2, 0);
    await probe.untilClosed();
    expect(probe.received).toMatchObject([{ type: 10, field: 4 }]);
  });

  it('fails on command', async () => {
    validator.faults.set('status500', { times: 1 });
    expect((await get()).status).toBe(500);
    validator.faults.set('empty');
    expect(await (await get()).json()).toMatchObject({ roas: [] });
    expect((await fetch(`${validator.url}/other`)).status).toBe(404);
  });
});
