import { setTimeout as delay } from 'node:timers/promises';
import {
  sendUnaryData,
  Server,
  ServerUnaryCall,
  ServerWritableStream,
  status,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { RequestLog } from '../shared/control';
import { GobgpError } from './errors';
import { EventFeed, WatchRequest } from './EventFeed';
import { GobgpFaults } from './faults';
import { listDefinedSet, listPolicyAssignment } from './policyCalls';
import * as read from './readCalls';
import * as write from './writeCalls';

type Unary = ServerUnaryCall<any, any>;
type Stream = ServerWritableStream<any, any>;

export interface GobgpServerDeps extends read.CallDeps {
  faults: GobgpFaults;
  requests: RequestLog;
  /** Cuts every connection. */
  dropConnections(): void;
}

/** Answers of one message. */
const unaryCalls: {
  [method: string]: (deps: read.CallDeps, request: any) => object;
} = {
  GetBgp: read.getBgp,
  GetTable: read.getTable,
  EnablePeer: write.enablePeer,
  DisablePeer: write.disablePeer,
  ShutdownPeer: write.disablePeer,
  ResetPeer: write.resetPeer,
  AddPath: write.addPath,
  DeletePath: write.deletePath,
};

/** Answers of several messages. */
const streamCalls: {
  [method: string]: (deps: read.CallDeps, request: any) => object[];
} = {
  ListPeer: read.listPeer,
  ListPath: read.listPath,
  ListPolicyAssignment: listPolicyAssignment,
  ListDefinedSet: listDefinedSet,

  ListRpki: read.listRpki,
};

/** GoBGP's service on a gRPC server, with faults before each answer. */
export class GobgpServer {
  readonly #deps: GobgpServerDeps;
  readonly #feeds = new Set<EventFeed>();

  constructor(deps: GobgpServerDeps) {
    this.#deps = deps;
  }

  /** Tells subscribers what changed; a mute one never tells of it. */
  tell(): void {
    this.#feeds.forEach(feed => feed.update());
  }

  addTo(server: Server): void {
    const { service } = this.#deps.service;
    const implementation: UntypedServiceImplementation = {};
    for (const method of Object.keys(unaryCalls)) {
      implementation[method] = (call: Unary, done: sendUnaryData<object>) => {
        this.#answerOnce(method, call).then(
          answer => done(null, answer),
          error => done(toServiceError(error)),
        );
      };
    }
    for (const method of [...Object.keys(streamCalls), 'WatchEvent']) {
      implementation[method] = (call: Stream) => {
        this.#answerStream(method, call).catch(error =>
          call.emit('error', toServiceError(error)),
        );
      };
    }
    server.addService(service, implementation);
  }

  async #answerOnce(method: string, call: Unary): Promise<object> {
    await this.#meetFaults(method, call.request);
    return unaryCalls[method](this.#deps, call.request);
  }

  async #answerStream(method: string, call: Stream): Promise<void> {
    await this.#meetFaults(method, call.request);
    if (method === 'WatchEvent') {
      this.#watch(call);
      return;
    }
    const messages = streamCalls[method](this.#deps, call.request);
    const half = messages[0] && this.#deps.faults.hits('halfAnswer', method);
    const whole = half ? Math.floor(messages.length / 2) : messages.length;
    for (const message of messages.slice(0, whole)) {
      await send(call, message);
    }
    if (half) {
      this.#deps.dropConnections();
      throw new GobgpError('cut off half way', status.UNAVAILABLE);
    }
    const huge = messages[0] && this.#deps.faults.hits('hugeAnswer', method);
    if (huge) {
      const { responseSerialize } = this.#deps.service.service[method];
      const size = responseSerialize(messages[0]).length;
      const bytes = Number(huge.bytes ?? 600 * 1024 * 1024);
      for (let sent = 0; sent < bytes && !call.cancelled; sent += size) {
        await send(call, messages[0]);
      }
    }
    call.end();
  }

  #watch(call: Stream): void {
    const feed = new EventFeed({
      ...this.#deps,
      request: call.request as WatchRequest,
      send: event => {
        if (!this.#deps.faults.mute) {
          call.write(event);
        }
      },
    });
    feed.start();
    this.#feeds.add(feed);
    call.once('cancelled', () => {
      this.#feeds.delete(feed);
      call.end();
    });
  }

  async #meetFaults(method: string, request: object): Promise<void> {
    const { faults, requests, dropConnections, service } = this.#deps;
    requests.add({
      at: new Date().toISOString(),
      method,
      path: service.service[method].path,
      params: { ...request },
    });
    const hang = faults.hits('hang', method);
    if (hang) {
      await delay(Number(hang.ms ?? 60_000), undefined, { ref: false });
    }
    if (faults.hits('dropConnection', method)) {
      dropConnections();
      throw new GobgpError('connection dropped', status.UNAVAILABLE);
    }
    if (faults.hits('unimplemented', method)) {
      throw new GobgpError(
        `unknown method ${method} for service ${
          service.service[method].path.split('/')[1]
        }`,
        status.UNIMPLEMENTED,
      );
    }
    const error = faults.hits('errorCode', method);
    if (error) {
      throw new GobgpError(
        String(error.message ?? 'the simulator was told to fail'),
        Number(error.code ?? status.UNKNOWN),
      );
    }
  }
}

/** Waits while the client does not read. */
function send(call: Stream, message: object): Promise<void> | undefined {
  if (call.write(message) || call.cancelled) {
    return undefined;
  }
  return new Promise(resolve => {
    const goOn = () => {
      call.off('drain', goOn);
      call.off('cancelled', goOn);
      resolve();
    };
    call.on('drain', goOn);
    call.on('cancelled', goOn);
  });
}

function toServiceError(error: unknown) {
  const { code, details } =
    error instanceof GobgpError
      ? error
      : { code: status.INTERNAL, details: String(error) };
  return Object.assign(new Error(details), { code, details });
}
