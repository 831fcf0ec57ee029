import { rejected, route } from '../tests/fakes';
import { pathGraph } from './pathGraph';

describe('pathGraph', () => {
  it('goes from the routers to the origins, each system once', () => {
    const { nodes, edges, columns, rows } = pathGraph([
      route({ asPath: '6939 64500 64501' }),
      route({ router: 'gw2', asPath: '6939 64501', best: false }),
    ]);
    expect(
      nodes.map(({ label, column, row, origin }) => [
        label,
        column,
        row,
        origin,
      ]),
    ).toEqual([
      ['gw1', 0, 0, false],
      ['AS6939', 1, 0, false],
      ['AS64500', 2, 0, false],
      ['AS64501', 3, 0, true],
      ['gw2', 0, 1, false],
    ]);
    expect(
      edges.map(({ from, to, state }) => `${from}>${to} ${state}`),
    ).toEqual([
      'router gw1>6939 best',
      '6939>64500 best',
      '64500>64501 best',
      'router gw2>6939 accepted',
      '6939>64501 accepted',
    ]);
    expect([columns, rows]).toEqual([4, 2]);
  });

  it('takes nothing for accepted of which nobody tells what became of it', () => {
    const untold = route({ asPath: '6939', best: false, accepted: false });
    const stateOf = (...routes: ReturnType<typeof route>[]) =>
      pathGraph(routes).edges.map(({ state }) => state);
    expect(stateOf(untold)).toEqual(['received']);
    // What is known of another path over the same edge says more, a refusal does not.
    const known = { ...untold, accepted: true };
    expect(stateOf(untold, known)).toEqual(['accepted']);
    expect(stateOf({ ...untold, filtered: true }, untold)).toEqual([
      'received',
    ]);
  });

  it('shows prepends as a count and a set as one', () => {
    const { nodes } = pathGraph([
      route({ asPath: '6939 64500 64500 64500 {64501 64502}' }),
    ]);
    expect(nodes.map(({ label }) => label)).toEqual([
      'gw1',
      'AS6939',
      'AS64500 ×3',
      '{64501 64502}',
    ]);
  });

  it('tells how often where paths differ, and what comes again apart', () => {
    const { nodes, edges } = pathGraph([
      route({ asPath: '6939 64500' }),
      route({ router: 'gw2', asPath: '6939 64500 64500 64500' }),
    ]);
    expect(nodes.map(({ label }) => label)).toContain('AS64500 ×1–3');
    expect(edges).toHaveLength(3);
    const again = pathGraph([route({ asPath: '6939 64500 6939 64501' })]);
    expect(again.nodes.map(({ label, column }) => [label, column])).toEqual([
      ['gw1', 0],
      ['AS6939', 1],
      ['AS64500', 2],
      ['AS6939', 3],
      ['AS64501', 4],
    ]);
  });

  const columnsOf = (paths: [string, string][]) => {
    const { nodes, edges } = pathGraph(
      paths.map(([router, asPath]) => route({ router, asPath })),
    );
    const columns = new Map(nodes.map(({ id, column }) => [id, column]));
    return {
      columns,
      back: edges.filter(
        ({ from, to }) => columns.get(from)! >= columns.get(to)!,
      ),
    };
  };

  it('leads to the right, also where an AS is near for one and far for another', () => {
    const { columns, back } = columnsOf([
      ['gw1', '6939 1299 64500'],
      ['gw2', '174 6939 64500'],
    ]);
    expect(back).toEqual([]);
    expect(Object.fromEntries(columns)).toMatchObject({
      ...{ 174: 1, 6939: 2, 1299: 3, 64500: 4 },
      'router gw2': 0,
    });
  });

  it('goes back once where paths together make a circle', () => {
    const { columns, back } = columnsOf([
      ['gw1', '6939 174 64500'],
      ['gw2', '174 6939 64500'],
    ]);
    expect(back).toHaveLength(1);
    expect(columns.get('64500')).toBe(3);
  });

  it('calls a way best when any path over it is', () => {
    const { edges } = pathGraph([rejected(), route({ asPath: '6939 64511' })]);
    expect(edges.map(({ state }) => state)).toEqual(['best', 'best']);
  });

  it('is nothing without routes, and a router alone for an own one', () => {
    expect(pathGraph([])).toMatchObject({ nodes: [], columns: 0, rows: 0 });
    expect(pathGraph([route({ asPath: '' })]).nodes).toMatchObject([
      { label: 'gw1', origin: true },
    ]);
  });
});
