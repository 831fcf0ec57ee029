import { createRouteSource } from '../src/clients/createRouteSource';
import { FedRoute } from './BgpFeeder';
import { compareAnswers } from './compareAnswers';
import { DaemonBench } from './DaemonBench';
import { findTool, prefixesOfBirdc, runTool } from './daemonTools';
import { fedBird } from './fedBird';
import { LoadedTable, loadTable } from './loadTable';
import { someAddresses } from './someAddresses';

/** Fills a BIRD, reads its table and asks both; the table that was read. */
export async function measureBird(given: DaemonBench): Promise<LoadedTable> {
  const bird = await fedBird(given.groups);
  const source = createRouteSource({
    id: 'bird',
    endpoint: { driver: 'bird', socket: bird.socket },
  });
  const birdc = (command: string, keep = false) =>
    runTool(findTool('birdc'), ['-s', bird.socket, command], { keep });
  const loaded = await loadTable(source, given, {
    name: 'BIRD',
    had: await bird.count(),
    tool: await birdc('show route all'),
    atMostMib: 200,
  });
  for (const { what, q, where } of questions(given.groups)) {
    const isLongest = where.startsWith('for ');
    // Counting is less work than printing, which only the comparison needs.
    const timed = await birdc(
      `show route ${where} ${isLongest ? 'all' : 'count'}`,
    );
    const { output } = await birdc(`show route ${where}`, true);
    compareAnswers(loaded.rib, given, {
      what: `${what}, beside birdc`,
      q,
      tool: timed,
      theirs: prefixesOfBirdc(output),
    });
  }
  await source.close();
  await bird.stop();
  return loaded;
}

/** What BIRD can be asked too. */
function questions(groups: FedRoute[][]) {
  const { v4, v6 } = someAddresses(groups);
  return [
    { what: 'longest match v4', q: v4, where: `for ${v4}` },
    { what: 'longest match v6', q: v6, where: `for ${v6}` },
    {
      what: 'more specific of a /8',
      q: '11.0.0.0/8+',
      where: 'in 11.0.0.0/8',
    },
    { what: 'more specific of 2400::/8', q: '2400::/8+', where: 'in 2400::/8' },
    {
      what: 'AS in path',
      q: 'AS1299',
      where: 'where bgp_path ~ [= * 1299 * =]',
    },
    {
      what: 'community',
      q: '6939:100',
      where: 'where (6939,100) ~ bgp_community',
    },
  ];
}
