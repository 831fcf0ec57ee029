import { KernelComparison } from '../../rib/kernel/KernelComparison';
import { GateFacts, GateRouter } from './GateFacts';
import { judgeKernel } from './judgeKernel';

const comparison = (
  over: Partial<KernelComparison> = {},
): KernelComparison => ({
  kernel: 13,
  wanted: 10,
  same: 10,
  missing: 0,
  extra: 0,
  otherNextHop: 0,
  allowed: {
    own: 3,
    recursive: 0,
    multipath: 0,
    unreachable: 0,
    'worse-metric': 0,
    moved: 0,
  },
  examples: [],
  ...over,
});

type Kernel = NonNullable<GateRouter['kernel']>;

function judge(
  kernel: Partial<Kernel> | undefined,
  neighborId = '10.0.10.2',
  more: object = {},
) {
  const router = (id: string): GateRouter => ({
    id,
    cameBack: [],
    sessions: [
      {
        ...{ type: 'internal', state: 'established', families: [] },
        neighborId,
      },
    ] as never,
    parts: { rpkiCaches: [], fibWriters: [] },
  });
  const writer = { name: 'kernel6', family: 'ipv6-unicast', up: true };
  return judgeKernel({
    from: {
      ...router('gw1'),
      parts: { rpkiCaches: [], fibWriters: [{ ...writer, routes: 13 }] },
      kernel: kernel && {
        ageMs: 1_000,
        maxAgeMs: 90_000,
        comparison: comparison(),
        ...kernel,
      },
    },
    to: { ...router('gw2'), identity: { routerId: '10.0.10.2' } },
    neighbors: [],
    waiting: [],
    comparisons: [{ scope: 'best', from: 10, to: 10 }],
    ...more,
  } as unknown as GateFacts);
}
const differing = (over: Partial<KernelComparison>) =>
  judge({ comparison: comparison(over) });

describe('judgeKernel', () => {
  it('shows what moved after the table or the kernel was read, and fails where that is much', () => {
    const allowed = { ...comparison().allowed, moved: 2 };
    const verdict = judge({ comparison: comparison({ allowed }) });
    expect(verdict).toMatchObject({
      state: 'passed',
      reason:
        'The kernel of gw1 has every best route with its next hop, and nothing else, but for 2 that moved meanwhile.',
    });
    expect(verdict.inputs).toContainEqual({
      name: 'left out, moved after the table or the kernel was read',
      rows: 2,
    });
    const apart = { missing: 3, same: 7, tooManyMoved: 3 };
    expect(judge({ comparison: comparison(apart) })).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(
        /^3 routes in the kernel of gw1 unexplained: .*\(3 moved after one table was read: more than a hundredth/,
      ),
    });
  });

  it('passes what is in the kernel as it was chosen, and says what it let pass', () => {
    expect(judge({})).toEqual({
      state: 'passed',
      reason:
        'The kernel of gw1 has every best route with its next hop, and nothing else.',
      inputs: [
        { name: 'routes in the kernel of gw1', rows: 13 },
        { name: 'best on gw1', rows: 10 },
        { name: 'missing', rows: 0 },
        { name: 'that no best route wants', rows: 0 },
        { name: 'with another next hop', rows: 0 },
        { name: "of the router's own, not compared", rows: 3 },
      ],
    });
  });

  it('fails where too much leads nowhere, however equal it is', () => {
    const nowhere = (unreachable: number) =>
      differing({
        ...{ wanted: 100, same: 100 },
        allowed: { ...comparison().allowed, unreachable },
      });
    expect(nowhere(5).state).toBe('passed');
    expect(nowhere(5).inputs).toContainEqual({
      name: 'that lead nowhere: no way to their next hops',
      rows: 5,
    });
    expect(nowhere(6)).toMatchObject({
      state: 'failed',
      reason:
        '6 of 100 routes in the kernel of gw1 lead nowhere: it has no way to their next hops.',
    });
  });

  it('takes a session with a third router for no way to the kernel', () => {
    expect(judge({}, '10.0.10.9')).toMatchObject({
      state: 'failed',
      reason:
        'No session between gw1 and gw2 is up: what gw2 chooses would not reach the kernel.',
    });
  });

  it('fails where nobody writes the kernel, whether or not somebody goes over', () => {
    const gw1 = {
      id: 'gw1',
      parts: { rpkiCaches: [], fibWriters: [] },
      sessions: [
        { name: 'he_v6', families: [{ family: 'ipv6-unicast', up: true }] },
      ],
    };
    expect(judge({}, undefined, { from: gw1 })).toMatchObject({
      state: 'failed',
      reason: 'Neither router writes routes into the kernel.',
    });
    expect(
      judge({}, undefined, { from: gw1, waiting: [{ from: 'he_v6' }] }),
    ).toMatchObject({
      state: 'failed',
      reason: 'Neither router writes ipv6-unicast routes into the kernel.',
    });
  });

  it('names one of each class that is unexplained', () => {
    const { state, reason } = differing({
      missing: 2,
      extra: 1,
      otherNextHop: 1,
      examples: [
        { class: 'missing', prefix: '10.1.0.0/16', wanted: '192.0.2.7' },
        { class: 'missing', prefix: '10.2.0.0/16', wanted: '192.0.2.7' },
        { class: 'extra', prefix: '10.3.0.0/16', kernel: '192.0.2.7' },
        {
          class: 'other-next-hop',
          prefix: '10.4.0.0/16',
          wanted: '192.0.2.7',
          kernel: 'unreachable',
        },
      ],
    });
    expect(state).toBe('failed');
    expect(reason).toBe(
      '4 routes in the kernel of gw1 unexplained: 10.1.0.0/16 missing, 10.3.0.0/16 that no best route wants, 10.4.0.0/16 with another next hop: unreachable instead of 192.0.2.7.',
    );
  });

  it.each<[Partial<Kernel>, RegExp]>([
    [{ ageMs: undefined }, /^The kernel of gw1 is not read yet\.$/],
    [
      { ageMs: undefined, error: 'connect ENOENT' },
      /is not read yet: connect ENOENT\.$/,
    ],
    [{ comparison: undefined }, /is not read yet/],
    [{ ageMs: 90_001 }, /^The kernel of gw1 was read 90 s ago\.$/],
    [{ ageMs: 90_001, error: 'gone' }, /cannot be read now: gone\.$/],
  ])('proves nothing with %p', (kernel, reason) => {
    const verdict = judge(kernel);
    expect(verdict.state).toBe('unknown');
    expect(verdict.reason).toMatch(reason);
  });

  it('never passes on nothing', () => {
    expect(differing({ kernel: 0 }).reason).toMatch(
      /has no route of its daemon/,
    );
    expect(differing({ wanted: 0 }).reason).toMatch(/has no best route/);
  });

  it('says that a count is not the kernel', () => {
    const { state, reason, inputs } = judge(undefined);
    expect(state).toBe('unknown');
    expect(reason).toMatch(/^By its own count gw1 handed 13 routes/);
    expect(reason).toMatch(/The kernel itself is not read/);
    expect(inputs).toEqual([
      { name: 'routes gw1 handed to the kernel, by its own count', rows: 13 },
      { name: 'best', rows: 10 },
    ]);
  });
});
