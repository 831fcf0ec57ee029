import { createServer } from 'node:net';

/** @throws Error with one line that names the port and what wanted it. */
export async function assertPortFree(
  port: number,
  purpose: string,
): Promise<void> {
  const free = await new Promise<boolean>(done => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
  if (!free) {
    throw new Error(
      `port ${port} is in use (wanted for ${purpose}); free it or choose another with --port`,
    );
  }
}

/** The ports of one installation, all relative to the portal's. */
export function portsFrom(portal: number) {
  return {
    portal,
    postgres: portal + 1,
    proxmox: portal + 2,
    netbox: portal + 3,
    oidc: portal + 4,
    // 5 is a second replica's.
    validator: portal + 6,
    gobgp: portal + 7,
    // 8 is a collector's.
    proxmoxControl: portal + 12,
    netboxControl: portal + 13,
    oidcControl: portal + 14,
    birdControl: portal + 15,
    validatorControl: portal + 16,
    gobgpControl: portal + 17,
  };
}

export type Ports = ReturnType<typeof portsFrom>;
