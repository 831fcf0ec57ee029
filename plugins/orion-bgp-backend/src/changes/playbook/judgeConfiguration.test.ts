import { RunningBird, RunningGobgp, startBird, startGobgp } from '@orion/lab';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { birdConfig } from '../../__testUtils__/birdConfig';
import { gobgpConfig } from '../../__testUtils__/gobgpConfig';
import { readAnnouncements } from '../readAnnouncements';
import { SessionStage, startSessionStage } from '../testing/startSessionStage';
import { judgeConfiguration } from './judgeConfiguration';
import { PlaybookSight, ToldFiles, WantedSession } from './PlaybookSight';

/** Of the world of the lab, which both daemons announce. */
const OWN = '2001:db8:3949::/48';

describe('judgeConfiguration', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let stage: SessionStage;
  /** External ones of the BIRD, and what goes out over them. */
  let sessions: SessionReading[];
  /** The one between the two. */
  let inside: SessionReading;
  let own: string[];
  let birdText: string;
  let gobgpText: string;

  const signal = () => AbortSignal.timeout(60_000);
  const routerOf = (id: string) =>
    stage.deps.config.routers.find(router => router.id === id)!;
  const readHere = (id: string) =>
    readAnnouncements(stage.deps.config, routerOf(id), signal());
  const file = (before: string | null, after: string) => ({
    before,
    after,
    runs: before,
    shall: after,
  });
  const judge = (
    files: ToldFiles,
    more: {
      sessions?: WantedSession[];
      input?: object;
      deps?: SessionStage['deps'];
    } = {},
  ) =>
    judgeConfiguration(
      more.deps ?? stage.deps,
      {
        input: { router: 'gw1', reason: 'x', ...more.input },
        router: routerOf('gw1'),
        sight: {
          changed: [],
          sessions: more.sessions ?? [],
          files,
        } as unknown as PlaybookSight,
      },
      signal(),
    );
  const changed = (text: string, from: string | RegExp, to: string) => {
    const after = text.replace(from, to);
    expect(after).not.toBe(text);
    return file(text, after);
  };
  /** A session of each daemon is switched off. */
  const oneOffEach = () => ({
    bird: changed(birdText, `bgp ${sessions[0].name} {`, '$& disabled;'),
    gobgp: changed(gobgpText, 'peer-as', 'admin-down = true\n peer-as'),
  });

  beforeAll(async () => {
    [bird, gobgp] = await Promise.all([
      startBird({ connectMs: 50 }),
      startGobgp({ port: 0, connectMs: 50 }),
    ]);
    const ansible = { project: '/nowhere', host: 'gw1' };
    const actions = { bird: { socket: bird.path }, outOfBand: 'the console' };
    stage = await startSessionStage({
      routers: {
        gw1: { asn: 394955, bird: { socket: bird.readPath }, actions, ansible },
        gw2: { asn: 394955, gobgp: { target: gobgp.readTarget }, ansible },
      },
    });
    const here = await readHere('gw1');
    sessions = here.announced.map(({ session }) => session);
    own = [...new Set(here.announced.flatMap(one => one.own))].sort();
    birdText = birdConfig(here.reading!.sessions, own);
    const there = await readHere('gw2');
    gobgpText = gobgpConfig(there.reading!.sessions, own);
    [inside] = here.reading!.sessions.filter(({ type }) => type === 'internal');
  });

  afterAll(async () => {
    await stage?.stop();
    await Promise.all([bird?.stop(), gobgp?.stop()]);
  });

  it('finds nothing lost in what only adds a word', async () => {
    const judged = await judge({
      bird: changed(birdText, 'description "x"', 'description "y"'),
    });
    expect(judged).toMatchObject({
      names: [],
      denials: [],
      unjudged: [],
      onlyHere: [],
      lines: [],
    });
    expect(judged.announcements.flatMap(({ after }) => after)).toContain(OWN);
    for (const { before, after } of judged.announcements) {
      expect(after).toEqual(before);
    }
  });

  it('keeps how many routes come in, and where fewer may by what is not judged', async () => {
    const files = {
      bird: file(birdText, birdText),
      gobgp: file(gobgpText, gobgpText),
    };
    await eventually(async () => {
      const { imports } = await judge(files);
      return imports.some(({ count }) => count.definition === 'index');
    });
    const { imports } = await judge(files);
    const [v6, v4] = ['ipv6-unicast', 'ipv4-unicast'].map(family =>
      imports.find(
        ({ router, count }) => router === 'gw1' && count.family === family,
      ),
    );
    const live = sessions.find(({ name }) => name === v6?.session)!.families;
    expect(v6!.count).toMatchObject({
      counter: 'accepted',
      value: live.find(({ family }) => family === 'ipv6-unicast')!.counters
        .accepted!.value,
    });
    // GoBGP alone does not count what its policy let in.
    const there = imports.find(({ router }) => router === 'gw2')!.count;
    expect(there).toMatchObject({ counter: 'accepted', definition: 'index' });
    expect(there.value).toBeGreaterThan(0);
    expect(imports.some(({ mayBeFewer }) => mayBeFewer)).toBe(false);
    const silent = await judge(files, {
      deps: {
        ...stage.deps,
        collector: { ask: async () => Promise.reject(new Error('gone')) },
      },
    });
    expect(
      silent.imports.find(({ router }) => router === 'gw2')!.count,
    ).toMatchObject({
      counter: 'received',
      definition: 'gobgp.received',
    });

    const fewer = async (told: ToldFiles['bird']) =>
      (await judge({ ...files, bird: told })).imports
        .filter(({ mayBeFewer }) => mayBeFewer)
        .map(one => `${one.router}/${one.session}/${one.count.family}`);
    const one = changed(
      birdText,
      /ipv6 \{ import filter \{ in\(\); \};/,
      'ipv6 { import filter { in(); reject; };',
    );
    expect(await fewer(one)).toEqual([`gw1/${v6!.session}/ipv6-unicast`]);
    expect(await fewer(changed(birdText, 'accept; # in', 'reject;'))).toEqual(
      expect.arrayContaining([
        `gw1/${v6!.session}/ipv6-unicast`,
        `gw1/${v4!.session}/ipv4-unicast`,
      ]),
    );
    const none = changed(
      birdText,
      /ipv6 \{ import filter \{ in\(\); \};/,
      'ipv6 { import none;',
    );
    const less = await judge({ ...files, bird: none });
    expect(
      less.imports.filter(
        ({ session, count }) =>
          session === v6!.session && count.family === 'ipv6-unicast',
      ),
    ).toEqual([]);
  });

  it('counts an own prefix that the other daemon still announces, unless that loses it too', async () => {
    const less = (text: string) => changed(text, lineWith(OWN), '');
    const one = await judge({
      bird: less(birdText),
      gobgp: file(gobgpText, gobgpText),
    });
    expect(one.denials).toEqual([]);
    expect(one.lines).toMatchObject([
      { action: 'change', detail: expect.stringMatching(/^stays over .*gw2/) },
    ]);
    const files = { bird: less(birdText), gobgp: less(gobgpText) };
    const both = await judge(files);
    expect(both.onlyHere).toEqual([OWN]);
    expect(both.denials).toEqual([
      expect.stringMatching(
        /2001:db8:3949::\/48 would go out over no established external session any more.*Set acceptIsolation/,
      ),
    ]);
    const accepted = await judge(files, { input: { acceptIsolation: true } });
    expect(accepted.denials).toEqual([]);
    expect(accepted.lines.map(({ title }) => title)).toContain(
      'isolation, which the requester accepts',
    );
  });

  it('judges sessions of both daemons, and refuses two that lose their routes', async () => {
    const [{ name }] = sessions;
    const { names, denials } = await judge(oneOffEach());
    expect(names).toEqual([`gw1/${name}`, expect.stringMatching(/^gw2\//)]);
    expect(denials.join()).toMatch(/takes 2 established sessions down at once/);
  });

  it('lets several go at once that stand in for a neighbor: nothing counts on them', async () => {
    const { config } = stage.deps;
    const files = oneOffEach();
    const { names } = await judge(files);
    const standIns = names.map(one => one.split('/')[1]);
    const { denials, losses } = await judge(files, {
      deps: {
        ...stage.deps,
        config: {
          ...config,
          routers: config.routers.map(one => ({ ...one, standIns })),
        },
      },
    });
    expect(names).toHaveLength(2);
    // Each is judged all the same.
    expect(losses).toHaveLength(2);
    expect(denials.join()).not.toMatch(/at once/);
  });

  it('wants what stands in for a neighbor to be known as such', async () => {
    const [{ name, neighborAddress: neighbor, neighborAs: asn }] = sessions;
    const session = { ...{ name, neighbor, asn }, speaker: 'bird' as const };
    const { denials } = await judge(
      { bird: changed(birdText, 'description "x"', 'description "y"') },
      { sessions: [{ ...session, enabled: true, stand_in: true }] },
    );
    expect(denials).toEqual([
      expect.stringMatching(/orion\.bgp\.routers\.gw1\.standIns/),
    ]);
  });

  it('judges one that loses its routes as one that is disabled', async () => {
    const v6 = sessions.find(({ neighborAddress }) =>
      neighborAddress.includes(':'),
    )!;
    gobgp.world.sessionDown(v6.name);
    const { cutOff, denials } = await judge({
      bird: changed(
        birdText,
        /ipv6 \{ import filter \{ in\(\); \};/,
        'ipv6 { import none;',
      ),
    });
    gobgp.world.sessionUp(v6.name);
    expect(denials.join()).toMatch(
      new RegExp(`All \\d+ external IPv6 paths come over session ${v6.name}`),
    );
    // Wherever these are announced, from there nobody outside is reached.
    expect(cutOff).toEqual(own.filter(prefix => prefix.includes(':')));
  });

  it('judges a session inside that goes by both its ends, as one', async () => {
    const { name, localAddress } = inside;
    const files = {
      bird: changed(
        birdText,
        new RegExp(`protocol bgp ${name} \\{[^]*?\\n\\}`),
        '',
      ),
      gobgp: changed(
        gobgpText,
        new RegExp(
          `\\[\\[neighbors\\]\\]\\n[^[]*\\[neighbors.config\\]\\n *neighbor-address = "${localAddress}"[^]*?(?=\\[\\[neighbors\\]\\]|$)`,
        ),
        '',
      ),
    };
    // No rule knows what else it was for.
    const refused = await judge(files);
    expect(refused.denials.join()).toContain(
      `protocol bgp ${name}, which goes`,
    );
    const { denials, lines, names } = await judge(files, {
      input: { acceptUnjudged: true },
    });
    expect(names).toEqual([`gw1/${name}`, `gw2/${localAddress}`]);
    expect(denials).toEqual([]);
    expect(lines.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        `session ${name} on gw1: up -> gone`,
        `session ${localAddress} on gw2: up -> gone`,
      ]),
    );
  });

  it('looks again after it judged what only one inside no longer hands on', async () => {
    // By the AS of another network its ends are read as those of any session.
    const routers = ['gw1', 'gw2'].map(id => ({ ...routerOf(id), asn: 64999 }));
    const [{ name: fallen }] = sessions;
    let asked = false;
    const collector: SessionStage['deps']['collector'] = {
      ask: (call, input) => {
        if (!asked) {
          asked = true;
          bird.world.sessionDown(fallen);
        }
        return stage.deps.collector.ask(call, input);
      },
    };
    const text = birdConfig([...sessions, inside], own);
    const judged = await judgeConfiguration(
      {
        ...stage.deps,
        collector,
        config: { ...stage.deps.config, routers },
      },
      {
        input: { router: 'gw1', reason: 'x' },
        router: routers[0],
        sight: {
          changed: [],
          sessions: [],
          files: {
            bird: changed(
              text,
              new RegExp(
                `(protocol bgp ${inside.name} \\{[^]*?)export filter \\{ out\\(\\); \\}`,
              ),
              '$1export none',
            ),
          },
        } as unknown as PlaybookSight,
      },
      signal(),
    );
    bird.world.sessionUp(fallen);
    expect(asked).toBe(true);
    expect(judged.names).toEqual([`gw1/${inside.name}`]);
    expect(
      judged.announcements.map(({ router, session }) => `${router}/${session}`),
    ).not.toContain(`gw1/${fallen}`);
  });

  it('wants to read the other daemon where that changes', async () => {
    const files = {
      bird: file(birdText, birdText),
      gobgp: changed(gobgpText, OWN, '2001:db8:9999::/48'),
    };
    const deps = (routers: object[]) => ({
      ...stage.deps,
      config: { ...stage.deps.config, routers: routers as never },
    });
    const [gw1, gw2] = ['gw1', 'gw2'].map(routerOf);
    const alone = await judge(files, { deps: deps([gw1]) });
    expect(alone.denials).toEqual([
      expect.stringMatching(/GoBGP of the same machine would change as well/),
    ]);
    const silent = await judge(files, {
      deps: deps([
        gw1,
        { ...gw2, endpoint: { ...gw2.endpoint, target: '127.0.0.1:1' } },
      ]),
    });
    expect(silent.denials).toContainEqual(
      expect.stringMatching(/What GoBGP would lose is not known/),
    );
    // Nor does anybody know then that nothing is up that could be lost.
    const filter = await judge(
      {
        bird: file(birdText, birdText),
        filter: file('drop\n', 'drop\naccept\n'),
      },
      {
        deps: deps([
          { ...gw1, endpoint: { driver: 'bird', socket: '/nowhere/bird.ctl' } },
        ]),
      },
    );
    expect(filter.denials).toEqual([
      expect.stringMatching(/not judged: packet filter: \+ accept/),
    ]);
  });

  it('sends a session that would change its daemon to the page Migration', async () => {
    const [{ name, neighborAddress: neighbor, neighborAs: asn }] = sessions;
    const { denials } = await judge(
      {
        bird: changed(birdText, `bgp ${name} {`, `bgp ${name} { disabled;`),
        gobgp: file('[global.config]', '[global.config]\n  as = 1'),
      },
      { sessions: [{ name, neighbor, asn, speaker: 'gobgp', enabled: true }] },
    );
    expect(denials.join()).toMatch(
      new RegExp(`Session ${name} would go from BIRD to GoBGP.*Migration`),
    );
  });

  it('refuses what it does not understand, or says it where that is accepted', async () => {
    const files = {
      bird: changed(birdText, 'accept; # in', 'reject;'),
      filter: file('drop\n', 'drop\naccept\n'),
    };
    const refused = await judge(files);
    expect(refused.denials).toEqual([
      expect.stringMatching(
        /not judged: BIRD: function in; packet filter: \+ accept\. .*acceptUnjudged/,
      ),
    ]);
    const accepted = await judge(files, { input: { acceptUnjudged: true } });
    expect(accepted.denials).toEqual([]);
    expect(accepted.lines.map(({ action, title }) => [action, title])).toEqual([
      ['destroy', 'not judged: BIRD: function in'],
      ['destroy', 'not judged: packet filter: + accept'],
    ]);
    const unknown = await judge({ bird: file(null, birdText) });
    expect(unknown.denials.join()).toMatch(/what runs now cannot be read/);
  });
});

function lineWith(prefix: string): RegExp {
  return new RegExp(`.*"?${prefix}.*\\n`, 'g');
}
