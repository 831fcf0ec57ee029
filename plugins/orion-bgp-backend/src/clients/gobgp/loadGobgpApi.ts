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

const files: Record<GobgpGeneration, { file: string; service: string }> = {
  3: { file: 'orion-gobgp-v3.proto', service: 'apipb.GobgpApi' },
  4: { file: 'orion-gobgp-v4.proto', service: 'api.GoBgpService' },
};

const loaded = new Map<GobgpGeneration, GobgpApi>();

/** Reads ORION's own description of the interface, once. */
export function loadGobgpApi(generation: GobgpGeneration): GobgpApi {
  const known = loaded.get(generation);
  if (known) {
    return known;
  }
  const { file, service } = files[generation];
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
    methods: definitions[service] as ServiceDefinition,
    unpack: (type, value) => {
      const definition = definitions[type] as
        | MessageTypeDefinition<object, object>
        | undefined;
      return definition?.deserialize?.(Buffer.from(value));
    },
  };
  loaded.set(generation, api);
  return api;
}
