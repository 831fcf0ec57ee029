import { join } from 'node:path';
import { ServiceDefinition } from '@grpc/grpc-js';
import * as protoLoader from '@grpc/proto-loader';

/** The generations of GoBGP's gRPC interface. */
export type GobgpApiVersion = 3 | 4;

/** GoBGP's service of one generation, and its messages for what is packed into `Any`. */
export interface GobgpService {
  api: GobgpApiVersion;
  service: ServiceDefinition;
  /** Bytes of a message by its short name, such as `IPAddressPrefix`. */
  pack(message: string, value: object): Buffer;
  unpack(message: string, value: Uint8Array): object;
}

const services = { 3: 'apipb.GobgpApi', 4: 'api.GoBgpService' } as const;
const packages = { 3: 'apipb', 4: 'api' } as const;
const loaded = new Map<GobgpApiVersion, GobgpService>();

// The lab runs from its sources only.
// eslint-disable-next-line no-restricted-syntax
const folder = join(__dirname, 'proto');

/** Reads the lab's description of the interface, once. */
export function loadGobgpService(api: GobgpApiVersion): GobgpService {
  const known = loaded.get(api);
  if (known) {
    return known;
  }
  const definitions = protoLoader.loadSync(
    join(folder, `gobgp-v${api}.proto`),
    {
      keepCase: true,
      longs: Number,
      enums: String,
      bytes: Buffer,
    },
  );
  const message = (name: string) =>
    definitions[
      `${packages[api]}.${name}`
    ] as protoLoader.MessageTypeDefinition<object, object>;
  const result: GobgpService = {
    api,
    service: definitions[services[api]] as ServiceDefinition,
    pack: (name, value) => message(name).serialize(value),
    unpack: (name, value) => message(name).deserialize(Buffer.from(value)),
  };
  loaded.set(api, result);
  return result;
}
