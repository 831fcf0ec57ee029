import { parseProtocols, parseSession } from './parseProtocols';
import { fixture, linesOf } from './testing';

const sessionsOf = (name: string) =>
  Object.fromEntries(
    parseProtocols(linesOf(fixture(name))).flatMap(protocol => {
      const session = parseSession(protocol);
      return session ? [[protocol.name, session]] : [];
    }),
  );

describe('the sessions of BIRD 2.0.12', () => {
  const sessions = sessionsOf('bird2-protocols-all');

  it('are its BGP protocols, up or not', () => {
    expect(
      Object.values(sessions).map(({ reading }) => [
        reading.name,
        reading.state,
        reading.adminState,
      ]),
    ).toEqual([
      ['he_v6', 'established', 'up'],
      ['he_v4', 'established', 'up'],
      ['shadow', 'established', 'up'],
      ['down1', 'down', 'down'],
      ['active1', 'active', 'up'],
      ['passive1', 'active', 'up'],
      ['dyn', 'active', 'up'],
    ]);
  });

  it('tell everything about an external one', () => {
    const { reading, since } = sessions.he_v6;
    expect(since).toMatchObject({ kind: 'local' });
    expect(reading).toMatchObject({
      description: 'Hurricane Electric, IPv6',
      neighborAddress: '127.0.0.1',
      neighborAs: 6939,
      neighborId: '10.255.0.1',
      localAddress: '127.0.0.2',
      localAs: 394955,
      type: 'external',
      stateText: 'Established',
      lastError: undefined,
      timers: { hold: 240, keepalive: 80 },
      role: { local: 'customer', remote: 'provider' },
    });
    expect(reading.localCapabilities).toEqual([
      { name: 'multiprotocol', detail: 'ipv6' },
      { name: 'route-refresh' },
      { name: 'graceful-restart' },
      { name: '4-octet-as' },
      { name: 'enhanced-route-refresh' },
      { name: 'long-lived-graceful-restart' },
      { name: 'role', detail: 'customer' },
    ]);
  });

  it('count with the word BIRD uses, and limits with what they count', () => {
    expect(sessions.he_v6.reading.families).toEqual([
      {
        family: 'ipv6-unicast',
        up: true,
        table: 'master6',
        importPolicy: '(unnamed)',
        exportPolicy: '(unnamed)',
        counters: {
          received: { definition: 'bird.kept', value: expect.any(Number) },
          filtered: { definition: 'bird.filtered', value: 2 },
          accepted: { definition: 'bird.imported', value: 6 },
          best: { definition: 'bird.preferred', value: 6 },
          exported: { definition: 'bird.exported', value: 2 },
        },
        importLimit: {
          limit: 310_000,
          used: 8,
          counts: 'before-filters',
          action: 'disable',
        },
        exportLimit: {
          limit: 10,
          used: 2,
          counts: 'after-filters',
          action: 'block',
        },
        nextHop: '2001:db8::2',
        gracefulRestart: undefined,
        addPath: { receive: false, send: false },
        changes: expect.any(Number),
        exportChanges: 2,
      },
    ]);
    // Without `import keep filtered` nobody knows what was refused.
    expect(sessions.he_v4.reading.families[0]).toMatchObject({
      counters: {
        received: { definition: 'bird.kept', value: undefined },
        filtered: { definition: 'bird.filtered', value: undefined },
        accepted: { definition: 'bird.imported', value: 3 },
      },
      importLimit: { limit: 1_200_000, used: 3, counts: 'after-filters' },
      addPath: { receive: true, send: true },
    });
  });

  it('say why they are not up', () => {
    expect(sessions.active1.reading).toMatchObject({
      lastError: 'Socket: Connection refused',
      timers: { connectRetry: 5 },
      localCapabilities: [],
      families: [{ family: 'ipv6-unicast', up: false, counters: {} }],
    });
    expect(sessions.down1.reading.lastError).toBeUndefined();
    expect(sessions.passive1.reading.stateText).toBe('Passive');
    expect(sessions.dyn.reading).toMatchObject({
      neighborAddress: '127.0.1.0/24',
      neighborAs: 0,
      type: 'external',
    });
    expect(sessions.shadow.reading).toMatchObject({
      type: 'internal',
      families: [{ family: 'ipv6-unicast' }, { family: 'ipv4-unicast' }],
    });
  });
});

describe('the sessions of BIRD 3', () => {
  const sessions = sessionsOf('bird3-protocols-all');

  it('have more lines and more columns', () => {
    const { reading, since } = sessions.he_v6;
    expect(since).toEqual({ kind: 'unix', seconds: 1_795_672_800 });
    expect(reading).toMatchObject({
      description: 'Hurricane Electric, IPv6',
      shutdownMessage: 'back soon',
      neighborAddress: '2001:db8::1%eth0',
      timers: { hold: 90, keepalive: 30 },
      role: { local: 'customer', remote: 'provider' },
    });
    expect(reading.localCapabilities).toContainEqual({
      name: 'graceful-restart',
      detail: 'Restart time: 120, AF supported: ipv6, AF preserved:',
    });
    expect(reading.families).toMatchObject([
      {
        counters: { received: { value: 305_000 } },
        // 305,000 of 310,000 is nearer than 290,000 of 300,000.
        importLimit: { limit: 310_000, used: 305_000, action: 'disable' },
        nextHop: '2001:db8::2 fe80::2',
        gracefulRestart: 'Regular',
        changes: 401_000,
        addPath: { receive: true, send: false },
      },
    ]);
  });

  it('tell a neighbor that restarts, though its session is up', () => {
    expect(sessions.he_v6.reading).toMatchObject({
      state: 'established',
      restarting: true,
    });
    expect(sessions.ix.reading.restarting).toBeUndefined();
  });

  it('tell a limit that was hit from a person who switched off', () => {
    expect(sessions.ix.reading).toMatchObject({
      state: 'down',
      adminState: 'prefix-limit',
      lastError: 'Automatic shutdown: Route limit exceeded',
      families: [{ up: false, importLimit: { limit: 100, used: undefined } }],
    });
  });
});

it('reads the short list, whatever the columns hold', () => {
  const protocols = parseProtocols(linesOf(fixture('bird2-protocols')));
  expect(protocols).toContainEqual({
    name: 'rpki1',
    type: 'RPKI',
    state: 'start',
    sinceText: '2026-11-26 05:45:40',
    since: expect.objectContaining({ kind: 'local' }),
    info: 'Transport-Error',
    details: [],
  });
  const [long] = parseProtocols([
    {
      code: 1002,
      text: 'a_name_of_more_than_ten BGP        master6    start  05:50:02.435  Idle          BGP Error: Hold timer expired',
    },
  ]);
  expect(long).toMatchObject({
    name: 'a_name_of_more_than_ten',
    sinceText: '05:50:02.435',
    since: { kind: 'time-of-day' },
  });
  expect(parseSession(long)!.reading).toMatchObject({
    state: 'idle',
    lastError: 'BGP Error: Hold timer expired',
    adminState: 'up',
  });
});

/** As BIRD 2.0.12 printed it. */
it.each([
  ['hold timer', 'BGP Error: Hold timer expired', 'daemon'],
  ['cease', 'Received: Administrative shutdown', 'daemon'],
  ['a person', undefined, undefined],
])('tells who switched it off: %s', (_, error, disabledBy) => {
  const [protocol] = parseProtocols([
    {
      code: 1002,
      text: `far        BGP        ---        down   00:55:29.207  ${
        error ?? ''
      }`,
    },
    { code: 1006, text: '  BGP state:          Down' },
    ...(error ? [{ code: 1006, text: `    Last error:       ${error}` }] : []),
  ]);
  const { reading } = parseSession(protocol)!;
  expect(reading).toMatchObject({ state: 'down', adminState: 'down' });
  expect(reading.lastError).toBe(error);
  expect(reading.disabledBy).toBe(disabledBy);
});

it.each([
  ['Automatic shutdown: Route limit exceeded', 'prefix-limit', undefined],
  ['BGP Error: Hold timer expired', 'down', 'daemon'],
])(
  'knows why BIRD switched off what bird-apply kept off: %s',
  (lastError, admin, disabledBy) => {
    const of = (message: string, state = 'down') => {
      const [protocol] = parseProtocols([
        { code: 1002, text: `far BGP --- ${state} 00:55:29.207` },
        { code: 1006, text: '  BGP state:          Down' },
        { code: 1006, text: `    Message:          ${message}` },
      ]);
      return parseSession(protocol)!.reading;
    };
    const kept = of(`was off: ${lastError}`);
    expect(kept).toMatchObject({ adminState: admin, lastError });
    expect(kept.disabledBy).toBe(disabledBy);
    expect(kept.shutdownMessage).toBeUndefined();
    // A neighbor may say what it wants.
    expect(of(`was off: ${lastError}`, 'start').adminState).toBe('up');
    expect(of('it was off: a leak')).toMatchObject({
      ...{ adminState: 'down', shutdownMessage: 'it was off: a leak' },
    });
  },
);

it.each([
  ['stop', 'Close', 'down'],
  ['flush', 'Idle          Received: Administrative shutdown', 'up'],
  ['down', '', 'down'],
])('on its way down: %s %s', (state, info, expected) => {
  const [protocol] = parseProtocols([
    { code: 1002, text: `p BGP --- ${state} 05:50:02  ${info}` },
  ]);
  expect(parseSession(protocol)!.reading.adminState).toBe(expected);
});
