import { BirdRouteSource } from './BirdRouteSource';
import { connectUnix } from './connectUnix';
import { TestDaemon } from './testDaemon';
import { fixture, prefixOf } from './testing';

const { signal } = new AbortController();

const counted = (routes: number) =>
  `1007-${routes} of ${routes} routes for 1 networks in table any\n0000 \n`;
const listOf = (...prefixes: string[]) =>
  `${prefixes
    .map(
      prefix =>
        `1007-${prefix} blackhole [own 1795672800] * (200)\n1008-\tType: static univ\n`,
    )
    .join('')}0000 \n`;
const none = '8001 Network not found\n';
const noPart = '9001 Incompatible type of prefix/ip for table any\n';

describe('a dump of tables that are long', () => {
  let daemon: TestDaemon;
  let source: BirdRouteSource;

  beforeEach(async () => {
    daemon = await new TestDaemon().start();
    Object.assign(daemon.answers, {
      'show status': fixture('bird2-status'),
      "show route table 'master4' all": listOf(),
      "show route table 'master6' all": listOf(),
    });
    source = new BirdRouteSource({
      router: 'gw1',
      open: () => connectUnix(daemon.path),
      oneListRoutes: 100,
      tables: ['t_a', 't_b', 't_c'],
    });
  });
  afterEach(async () => {
    await source.close();
    await daemon.stop();
  });

  function hasRoutes(tables: Record<string, number>) {
    const protocols = Object.entries(tables).map(
      ([table, routes]) =>
        `1002-of_${table} Static ${table} up 05:45:41\n1006-  Channel any\n     Table:          ${table}\n     Routes:         ${routes} imported, 0 exported\n`,
    );
    daemon.answers['show protocols all'] = `2002-Name\n${protocols.join(
      '',
    )}0000 \n`;
  }

  /** What was asked for, and the prefixes that came. */
  async function dump() {
    const prefixes: string[] = [];
    await source.dumpPaths({
      signal,
      sink: path => void prefixes.push(prefixOf(path)),
    });
    const asked = daemon.asked.filter(line => line.startsWith('show route'));
    return { asked, prefixes };
  }

  it('asks for halves until each fits, and for what is in neither', async () => {
    hasRoutes({ master4: 250 });
    Object.assign(daemon.answers, {
      "show route table 't_a' table 't_b' table 't_c' all": listOf(),
      "show route in 0.0.0.0/0 table 'master4' count": counted(250),
      "show route in 0.0.0.0/1 table 'master4' count": counted(50),
      "show route 0.0.0.0/0 table 'master4' all": listOf('0.0.0.0/0'),
      "show route in 0.0.0.0/1 table 'master4' all": listOf('10.0.0.0/8'),
      "show route in 128.0.0.0/2 table 'master4' count": counted(100),
      "show route 128.0.0.0/1 table 'master4' all": none,
      "show route in 128.0.0.0/2 table 'master4' all": listOf('128.0.0.0/8'),
      "show route in 192.0.0.0/2 table 'master4' all": listOf('192.0.2.0/24'),
    });
    const { asked, prefixes } = await dump();
    expect(prefixes).toEqual([
      '0.0.0.0/0',
      '10.0.0.0/8',
      '128.0.0.0/8',
      '192.0.2.0/24',
    ]);
    expect(asked).not.toContain("show route table 'master4' all");
    expect(asked.at(-1)).toBe("show route table 'master6' all");
  });

  it('asks for many tables in as many commands as they need', async () => {
    hasRoutes({ t_a: 60, t_b: 60, t_c: 101 });
    Object.assign(daemon.answers, {
      "show route table 't_a' all": listOf('10.1.0.0/16'),
      "show route table 't_b' all": listOf('10.2.0.0/16'),
      // Its networks are of the other family; meanwhile it has fewer.
      "show route in 0.0.0.0/0 table 't_c' count": noPart,
      "show route in ::/0 table 't_c' count": counted(90),
      "show route in ::/0 table 't_c' all": listOf('2001:db8::/32'),
    });
    expect(await dump()).toEqual({
      asked: [
        "show route table 't_a' all",
        "show route table 't_b' all",
        "show route in 0.0.0.0/0 table 't_c' count",
        "show route in ::/0 table 't_c' count",
        "show route in ::/0 table 't_c' all",
        "show route table 'master4' all",
        "show route table 'master6' all",
      ],
      prefixes: ['10.1.0.0/16', '10.2.0.0/16', '2001:db8:0:0:0:0:0:0/32'],
    });
  });

  it('asks for one list where BIRD knows no parts', async () => {
    hasRoutes({ master4: 101, t_b: 101 });
    Object.assign(daemon.answers, {
      "show route table 't_a' table 't_c' all": listOf(),
      "show route table 't_b' all": listOf('10.2.0.0/16'),
      "show route table 'master4' all": listOf('10.0.0.0/8'),
    });
    expect((await dump()).prefixes).toEqual(['10.2.0.0/16', '10.0.0.0/8']);
  });

  it('does not believe one that counts ever more, and says what it refused', async () => {
    hasRoutes({ master4: 101 });
    daemon.answers["show route table 't_a' table 't_b' table 't_c' all"] =
      listOf();
    const { answers } = daemon;
    daemon.answers = new Proxy(answers, {
      get: (_, line: string) => {
        const [, length] = /\/(\d+) .* count$/.exec(line) ?? [];
        const more = 2 ** (50 - Number(length));
        return answers[line] ?? (length ? counted(more) : listOf());
      },
    });
    await expect(dump()).rejects.toMatchObject({
      problem: 'limit',
      message: "gw1 has more than 1000 replies to say of 'master4'",
    });
    daemon.answers = answers;
    Object.assign(answers, {
      "show route in 0.0.0.0/0 table 'master4' count": counted(101),
      "show route in 0.0.0.0/1 table 'master4' count": counted(101),
    });
    await expect(dump()).rejects.toMatchObject({
      problem: 'refused',
      message: expect.stringContaining("show route 0.0.0.0/0 table 'master4'"),
    });
  });
});
