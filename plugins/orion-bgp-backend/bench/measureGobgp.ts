import { askHowTold, lookUpOwn, OWN } from './askHowTold';
import { askMeanwhile } from './askMeanwhile';
import { compareAnswers } from './compareAnswers';
import { DaemonBench } from './DaemonBench';
import { findTool, prefixesOfGobgp, runTool } from './daemonTools';
import { fedGobgp } from './fedGobgp';
import { FEEDER } from './feedDaemon';
import { LoadedTable, loadTable } from './loadTable';
import { someAddresses } from './someAddresses';

/** Fills a GoBGP, reads its table and asks both; the table that was read. */
export async function measureGobgp(given: DaemonBench): Promise<LoadedTable> {
  const { groups, signal } = given;
  const gobgp = await fedGobgp(groups, signal);
  const { count, source } = gobgp;
  const [host, port] = gobgp.target.split(':');
  const gobgpCli = (args: string, keep = false) =>
    runTool(findTool('gobgp4'), ['-u', host, '-p', port, ...args.split(' ')], {
      keep,
    });
  const whole = [
    await gobgpCli('global rib -a ipv4'),
    await gobgpCli('global rib -a ipv6'),
  ];
  const loaded = await loadTable(source, given, {
    name: 'GoBGP',
    had: await count(),
    tool: { ms: whole[0].ms + whole[1].ms },
    atMostMib: 80,
  });
  const { v4, v6 } = someAddresses(groups);
  for (const { what, q, args } of [
    { what: 'longest match v4', q: v4, args: `-a ipv4 ${v4}` },
    { what: 'longest match v6', q: v6, args: `-a ipv6 ${v6}` },
    {
      what: 'more specific of a /8',
      q: '11.0.0.0/8+',
      args: '-a ipv4 11.0.0.0/8 longer-prefixes',
    },
    {
      what: 'more specific of 2400::/8',
      q: '2400::/8+',
      args: '-a ipv6 2400::/8 longer-prefixes',
    },
  ]) {
    const tool = await gobgpCli(`global rib ${args} -j`, true);
    const theirs = prefixesOfGobgp(tool.output);
    compareAnswers(loaded.rib, given, {
      what: `${what}, beside gobgp`,
      q,
      tool,
      theirs,
    });
  }
  await gobgpCli(`global rib add ${OWN} -a ipv4`);
  await askHowTold(
    source,
    given,
    await gobgpCli(`neighbor ${FEEDER} adj-out -a ipv4`, true),
  );
  await askMeanwhile(gobgp.target, given, 'its whole table is read', () =>
    source.dumpPaths({ signal, sink: () => {} }),
  );
  await askMeanwhile(gobgp.target, given, 'an own prefix is looked up', () =>
    lookUpOwn(source, signal),
  );
  await gobgp.stop();
  return loaded;
}
