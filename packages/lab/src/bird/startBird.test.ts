import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BirdClient, parseReply } from './contract/BirdClient';
import { RunningBird, startBird } from './startBird';

describe('startBird', () => {
  let bird: RunningBird;
  let client: BirdClient | undefined;

  beforeEach(async () => {
    bird = await startBird({ controlPort: 0, connectMs: 50 });
  });
  afterEach(async () => {
    client?.close();
    await bird.stop();
  });

  const connect = async () => {
    client?.close();
    client = await BirdClient.connect(bird.path);
    return client;
  };
  const ask = async (command: string) => (await connect()).ask(command);
  const control = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${bird.controlUrl}${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
    return await answer.json();
  };

  it('is the gateway of AS394955', async () => {
    expect(bird.url).toBe(`unix:${bird.path}`);
    expect(await ask('show status')).toContain('Router ID is 10.0.10.1');
    const protocols = parseReply(await ask('show protocols'));
    expect(protocols.map(({ text }) => text.split(/\s+/).slice(0, 4))).toEqual([
      ['Name', 'Proto', 'Table', 'State'],
      ['device1', 'Device', '---', 'up'],
      ['kernel4', 'Kernel', 'master4', 'up'],
      ['kernel6', 'Kernel', 'master6', 'up'],
      ['static4', 'Static', 'master4', 'up'],
      ['static6', 'Static', 'master6', 'up'],
      ['radv1', 'RAdv', 'master6', 'up'],
      ['validator1', 'RPKI', '---', 'up'],
      ['he_v6', 'BGP', '---', 'up'],
      ['he_v4', 'BGP', '---', 'up'],
      ['shadow', 'BGP', '---', 'up'],
      [''],
    ]);
    const routes = await ask('show route table master6 all');
    expect(routes).toMatch(
      /\n1007-::\/0 {17}unicast \[he_v6 [-\d]+ [:\d]+\] \* \(100\) \[AS\d+[ie?]\]\n/,
    );
    expect(routes).toContain('\tvia 2001:db8:100::1 on ens18\n');
    const filtered = await ask('show route filtered all');
    for (const reason of [1, 2, 3]) {
      expect(filtered).toContain(`(394955, 65666, ${reason})`);
    }
    const details = await ask('show protocols all he_v6');
    expect(details).toContain('     Import limit:   300000\n');
    expect(details).toContain('       Role: customer\n');
    expect(await ask('show memory')).toContain('Total:');
  });

  it('changes the world by actions', async () => {
    await control('POST', '/actions/sessionDown', {
      name: 'he_v6',
      error: 'Received: Administrative shutdown',
    });
    expect(await ask('show protocols he_v6')).toMatch(
      /start .*Active {8}Received: Administrative shutdown\n/,
    );
    expect(await ask('show route table master6 count')).toContain('2 of 2');
    await control('POST', '/actions/sessionUp', { name: 'he_v6' });
    expect(await ask('show protocols he_v6')).toContain('Established');
    expect(
      await control('POST', '/actions/announce', {
        name: 'he_v6',
        paths: [
          { prefix: '2001:db8:77::/48', asPath: [6939, 64500], med: 5 },
          { prefix: '2001:db8:78::/48', refusedFor: 1 },
        ],
      }),
    ).toEqual({ announced: 2 });
    expect(await ask('show route 2001:db8:77::/48 all')).toContain(
      'BGP.as_path: 6939 64500\n',
    );
    expect(await ask('show route 2001:db8:78::/48')).toContain('8001 ');
    expect(await ask('show route 2001:db8:78::/48 filtered')).toContain(
      'he_v6',
    );
    const prefixes = ['2001:db8:77::/48'];
    expect(
      await control('POST', '/actions/withdraw', { name: 'he_v6', prefixes }),
    ).toBe(1);
    expect(
      await control('POST', '/actions/withdraw', {
        name: 'he_v6',
        family: 'ipv6',
        count: 100,
      }),
    ).toBe(100);
    // Long enough for a busy machine to ask in between.
    await control('POST', '/actions/flap', { name: 'he_v4', ms: 2_000 });
    expect(await ask('show protocols he_v4')).toContain('Connection reset');
    const end = Date.now() + 30_000;
    let back = '';
    while (!back.includes('Established') && Date.now() < end) {
      await new Promise(resolve => setTimeout(resolve, 100));
      back = await ask('show protocols he_v4');
    }
    expect(back).toContain('Established');
  });

  it('logs what it was asked, and by whom who may only read', async () => {
    const asking = await connect();
    await asking.ask('restrict');
    await asking.ask('disable he_v6');
    const requests = await control('GET', '/requests');
    expect(requests).toMatchObject([
      { method: 'COMMAND', path: 'restrict', status: 16 },
      { method: 'RESTRICTED', path: 'disable he_v6', status: 8007 },
    ]);
    await control('POST', '/reset');
    expect(bird.requests()).toEqual([]);
  });

  it('is silent, cut, gone or nonsense on command', async () => {
    bird.faults.set('hang', { command: 'show route', times: 1 });
    const asking = await connect();
    expect(await asking.ask('show status')).toContain('0013');
    asking.write('show route\n');
    expect(await asking.next(50)).toBe('');

    bird.faults.set('halfLine', { command: 'show status', times: 1 });
    const half = await connect();
    half.write('show status\n');
    const cut = await half.next(50);
    expect(cut.length).toBeGreaterThan(20);
    expect(cut).not.toMatch(/\n$/);
    expect(half.ended).toBe(false);

    bird.faults.set('dropConnection', { command: 'show', times: 1 });
    const dropped = await connect();
    expect(await dropped.ask('show status')).not.toContain('0013');
    expect(dropped.ended).toBe(true);

    bird.faults.set('garbage', { command: 'show', times: 1 });
    const nonsense = await connect();
    nonsense.write('show status\n');
    expect(await nonsense.next(50)).toContain('HTTP/1.1 400');
    expect(await ask('show status')).toContain('0013');
  });

  it('does not greet when it hangs from the start', async () => {
    bird.faults.set('hang', { command: 'greeting' });
    const socket = createConnection(bird.path);
    const data = jest.fn();
    socket.on('data', data);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(data).not.toHaveBeenCalled();
    socket.destroy();
  });

  it('sends more than anybody can hold, and waits for the reader', async () => {
    bird.faults.set('hugeAnswer', { bytes: 3_000_000, command: 'show route' });
    const reply = await ask('show route all');
    expect(reply.length).toBeGreaterThan(3_000_000);
    expect(reply.endsWith('\n0000 \n')).toBe(true);
  });

  it('is slow, closed or wrong about the time', async () => {
    bird.faults.set('slow', { ms: 60, times: 1, command: 'status' });
    const started = Date.now();
    await ask('show status');
    expect(Date.now() - started).toBeGreaterThanOrEqual(58);

    bird.faults.set('refuse');
    await new Promise(resolve => setTimeout(resolve, 20));
    await expect(BirdClient.connect(bird.path)).rejects.toThrow('ENOENT');
    bird.faults.clear('refuse');
    await new Promise(resolve => setTimeout(resolve, 20));

    bird.faults.set('clockStep', { seconds: 86_400 });
    const [, time] = /server time is (.*)\n/.exec(await ask('show status'))!;
    const ahead = Date.parse(`${time.replace(' ', 'T')}Z`) - Date.now();
    expect(Math.abs(ahead - 86_400_000)).toBeLessThan(2_000);
  });

  it('refuses a command that is too long', async () => {
    const asking = await connect();
    asking.write('x'.repeat(5_000));
    expect(await asking.next(500)).toBe('9000 Command too long\n');
  });
});

it('keeps its state over a restart and replaces a dead socket', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'orion-lab-'));
  const first = await startBird({ stateDir });
  first.world.disable('he_v6', 'maintenance');
  await first.stop();
  await first.stop();
  expect(existsSync(first.path)).toBe(false);
  writeFileSync(first.path, '');
  const second = await startBird({ stateDir });
  const client = await BirdClient.connect(second.path);
  expect(await client.ask('show protocols all he_v6')).toContain(
    'Message:        maintenance',
  );
  client.close();
  second.reset();
  expect(second.world.session('he_v6').state).toBe('established');
  await second.stop();
  rmSync(stateDir, { recursive: true });
});

it('prints times as it was told to', async () => {
  const bird = await startBird({
    timeFormat: 'iso-short',
    utcOffsetMinutes: 120,
  });
  const client = await BirdClient.connect(bird.path);
  expect(await client.ask('show status')).toMatch(
    /server time is \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\n/,
  );
  const list = await client.ask('show protocols he_v6');
  expect(list).toMatch(/ up {5}\d{4}-\d\d-\d\d {4}Established/);
  bird.world.flap('he_v6', { ms: 0 });
  const soon = await client.ask('show protocols he_v6');
  const local = new Date(Date.now() + 7_200_000).toISOString();
  expect(soon).toMatch(/ \d\d:\d\d:\d\d\.\d{3} {2}/);
  expect(soon).toContain(` ${local.slice(11, 15)}`);
  client.close();
  await bird.stop();
});
