import { describeWithDaemons, RealSshd } from '@orion/lab';
import {
  sshByHand,
  sshEndpoint,
  startBirdSshd,
} from '../../__testUtils__/birdSshd';
import { readKernel } from './readKernel';

describeWithDaemons(['sshd'], 'a kernel behind a forced command', () => {
  let sshd: RealSshd<'ours'>;
  const read = (other: object = {}, options: object = {}) => {
    const { ssh } = sshEndpoint(sshd, other);
    return readKernel(
      { ssh: { ...ssh!, key: 'orion.bgp.routers.gw1.kernel.ssh' } },
      {
        signal: AbortSignal.timeout(20_000),
        maxRoutes: 1_000_000,
        sink: () => {},
        ...options,
      },
    );
  };

  beforeAll(async () => {
    sshd = await startBirdSshd('kernel-routes');
  });
  afterAll(() => sshd?.stop());

  it('is read to its end', async () => {
    const { bootedAt } = await read();
    expect(bootedAt).toBeLessThan(Date.now() / 1000);
  });

  it('is all there is, whatever somebody with the key asks for', async () => {
    for (const asked of [
      ['cat /etc/passwd'],
      ['-t', 'sh'],
      ['KERNEL_TABLE=255 sh'],
    ]) {
      const place = asked.length > 1 ? asked.slice(0, 1) : [];
      const { stdout } = await sshByHand(
        sshd,
        [...place, '127.0.0.1', asked.at(-1)!],
        'ip link\n',
      );
      expect(stdout).toMatch(/^orion-kernel-routes 1\nbtime \d+\ninet\n\[/);
      expect(stdout.trimEnd().endsWith('end')).toBe(true);
      expect(stdout).not.toMatch(/root:|link\/ether/);
    }
    const forward = await sshByHand(sshd, ['-W', '127.0.0.1:22', '127.0.0.1']);
    expect(forward.stderr).toMatch(/prohibited|refused/);
  });

  it('says which key of the configuration is wrong', async () => {
    const stranger = sshd.makeKey('stranger').identityFile;
    await expect(read({ identityFile: stranger })).rejects.toThrow(
      /does not let .* in with the key of orion\.bgp\.routers\.gw1\.kernel\.ssh\.identityFile/,
    );
    const other = sshd.makeKey('other').publicKey;
    await expect(read({ hostKeys: [other] })).rejects.toThrow(
      /is not the machine that orion\.bgp\.routers\.gw1\.kernel\.ssh\.hostKeys pins/,
    );
  });

  it('gives up when nothing comes', async () => {
    sshd.killAll('SIGSTOP');
    const started = performance.now();
    await expect(read({}, { deadlineMs: 500 })).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(5_000);
    sshd.killAll('SIGCONT');
  });
});
