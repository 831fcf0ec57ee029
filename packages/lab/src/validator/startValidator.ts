import { createHash } from 'node:crypto';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FaultSwitches, startControl } from '../shared/control';
import type { RunningSimulator, SimulatorOptions } from '../shared/simulator';
import { Roa } from '../bgp/roasOf';
import { RtrServer } from './RtrServer';
import { Aspa, seedAspas, seedRoas } from './seedRoas';

/** Faults of the validator: it never answers, fails, or has lost every ROA. */
export const validatorFaultNames = ['hang', 'status500', 'empty'] as const;

/** As often as Routinator validates by default. */
const RUN_MS = 600_000;

type ValidatorFaults = FaultSwitches<(typeof validatorFaultNames)[number]>;

/** What the simulator offers beside its address. */
export interface RunningValidator extends RunningSimulator {
  readonly faults: ValidatorFaults;
  /** Replaces what it serves. */
  setRoas(roas: Roa[]): void;
  setAspas(aspas: Aspa[]): void;
  /** Where it speaks RTR, when it was asked to. */
  readonly rtrPort?: number;
}

/** What it prints, and since when. */
interface Served {
  roas: Roa[];
  aspas: Aspa[];
  at: Date;
}

/**
 * A relying party's output: `GET /json` as Routinator and rpki-client print it,
 * with an ETag. What it serves fits the lab's BGP routes; nothing is kept.
 */
export async function startValidator(
  options: SimulatorOptions & {
    roas?: Roa[];
    aspas?: Aspa[];
    /** Speaks RTR there, too; without TLS. */
    rtrPort?: number;
  },
): Promise<RunningValidator> {
  const { host = '127.0.0.1' } = options;
  const faults: ValidatorFaults = new FaultSwitches(validatorFaultNames);
  const seed = options.roas ?? seedRoas();
  const aspas = options.aspas ?? seedAspas();
  const served: Served = { roas: seed, aspas, at: new Date() };
  const rtr = new RtrServer(() => served);
  const rtrPort =
    options.rtrPort === undefined
      ? undefined
      : await rtr.listen(options.rtrPort, host);
  const setRoas = (roas: Roa[]) => {
    served.roas = roas;
    served.at = new Date();
    rtr.changed();
  };
  const setAspas = (others: Aspa[]) => {
    served.aspas = others;
    served.at = new Date();
    rtr.changed();
  };
  const server = createServer((req, res) => answer(req, res, served, faults));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const control =
    options.controlPort === undefined
      ? undefined
      : await startControl({
          host,
          port: options.controlPort,
          faults,
          reset: () => {
            setRoas(seed);
            setAspas(aspas);
          },
        });
  const { port } = server.address() as AddressInfo;
  return {
    name: 'validator',
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    controlUrl: control?.url,
    faults,
    setRoas,
    setAspas,
    rtrPort,
    stop: async () => {
      await Promise.all([
        control?.stop(),
        rtr.stop(),
        new Promise<void>(resolve => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
      ]);
    },
  };
}

function answer(
  req: IncomingMessage,
  res: ServerResponse,
  served: Served,
  faults: ValidatorFaults,
): void {
  if (faults.take('hang')) {
    return;
  }
  if (faults.take('status500')) {
    res.writeHead(500).end('validation is running');
    return;
  }
  if (req.method !== 'GET' || req.url?.split('?')[0] !== '/json') {
    res.writeHead(404).end();
    return;
  }
  // A validator runs again and again, also when nothing changed.
  if (Date.now() - served.at.getTime() > RUN_MS) {
    served.at = new Date();
  }
  const roas = faults.peek('empty') ? [] : served.roas;
  const body = JSON.stringify({
    metadata: {
      generated: Math.floor(served.at.getTime() / 1000),
      generatedTime: served.at.toISOString(),
    },
    roas,
    aspas: served.aspas,
  });
  const etag = `"${createHash('sha256').update(body).digest('hex')}"`;
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304, { etag }).end();
    return;
  }
  res.writeHead(200, { 'content-type': 'application/json', etag }).end(body);
}
