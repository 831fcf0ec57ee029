import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  describeWithDaemons,
  RealNamespace,
  startRealNamespace,
} from '../../bgp/real';
import { KernelRoute, renderKernelRoutes } from '../render/renderKernelRoutes';

const program = join(
  // eslint-disable-next-line no-restricted-syntax -- only tests call it
  __dirname,
  '../../../../../infra/ansible/roles/bird2/files/kernel-routes',
);

/** In the kernel's order. */
const routes: KernelRoute[] = [
  { family: 'ipv4', prefix: '0.0.0.0/0', gateway: '192.0.2.7' },
  { family: 'ipv4', prefix: '198.51.100.0/24', gateway: '192.0.2.8' },
  { family: 'ipv4', prefix: '203.0.113.0/24' },
  { family: 'ipv4', prefix: '203.0.113.9/32', gateway: '192.0.2.7' },
  {
    family: 'ipv6',
    prefix: '2001:db8:1::1/128',
    gateway: '2001:db8:ff::7',
  },
  { family: 'ipv6', prefix: '2001:db8:2::/48', gateway: 'fe80::7' },
  { family: 'ipv6', prefix: '2001:db8:3949::/48' },
  { family: 'ipv6', prefix: '::/0', gateway: '2001:db8:ff::7' },
];

describeWithDaemons(['namespaces'], 'a kernel beside the lab’s', () => {
  let namespace: RealNamespace;
  const [command, ...within] = ['python3', program];
  const ask = () => {
    const [first, ...rest] = [...namespace.within, command, ...within];
    return execFileSync(first, rest, { encoding: 'utf8' });
  };

  beforeAll(() => {
    namespace = startRealNamespace();
  });
  afterAll(() => namespace?.stop());

  it('prints the same without routes', () => {
    expect(ask()).toBe(renderKernelRoutes([], bootedAt(ask())));
  });

  it('prints the same with routes', () => {
    for (const { prefix, gateway } of routes) {
      const [head, tail] = gateway
        ? [[prefix], ['via', gateway, 'dev', 'up0']]
        : [['unreachable', prefix], []];
      const family = prefix.includes(':') ? '-6' : '-4';
      namespace.ip(
        ...[family, 'route', 'add', ...head, ...tail],
        ...['protocol', '12', 'metric', '32'],
      );
    }
    const said = ask();
    expect(said).toBe(renderKernelRoutes(routes, bootedAt(said)));
  });
});

function bootedAt(said: string): number {
  return Number(/^btime (\d+)$/m.exec(said)![1]);
}
