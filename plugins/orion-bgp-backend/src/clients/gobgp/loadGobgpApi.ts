import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  MessageTypeDefinition,
  MethodDefinition,
  ServiceDefinition,
} from '@grpc/proto-loader';
import * as protoLoader from '@grpc/proto-loader';

/** The two generations of GoBGP's gRPC interface; nothing of one fits the other. */
export type GobgpGeneration = 3 | 4;

/** How to call one generation. */
export interface GobgpApi {
  generation: GobgpGeneration;
  /** By name: `GetBgp`, `ListPeer`, ... */
  methods: Record<string, MethodDefinition<object, object>>;
  /** Reads a message packed into an `Any` by its full name; undefined when the name is unknown. */
  unpack(type: string, value: Uint8Array): object | undefined;
}

const services: Record<GobgpGeneration, string> = {
  3: 'apipb.GobgpApi',
  4: 'api.GoBgpService',
};

const loaded = new Map<string, GobgpApi>();

/** Reads ORION's own description of the interface, once: what it reads with. */
export function loadGobgpApi(generation: GobgpGeneration): GobgpApi {
  return load(generation, `orion-gobgp-v${generation}.proto`);
}

/** The calls that act, for the actor of an approved change alone. */
export function loadGobgpActionsApi(generation: GobgpGeneration): GobgpApi {
  return load(generation, `orion-gobgp-actions-v${generation}.proto`);
}

function load(generation: GobgpGeneration, file: string): GobgpApi {
  const known = loaded.get(file);
  if (known) {
    return known;
  }
  const definitions = protoLoader.loadSync(
    resolvePackagePath(
      '@orion/backstage-plugin-orion-bgp-backend',
      'proto',
      file,
    ),
    { keepCase: true, longs: Number, enums: String, bytes: Buffer },
  );
  const api: GobgpApi = {
    generation,
    methods: definitions[services[generation]] as ServiceDefinition,
    unpack: (type, value) => {
      const definition = definitions[type] as
        | MessageTypeDefinition<object, object>
        | undefined;
      return definition?.deserialize?.(Buffer.from(value));
    },
  };
  loaded.set(file, api);
  return api;
}
