import {
  ChannelOptions,
  Client,
  ClientReadableStream,
  credentials,
  Metadata,
  ServiceError,
  status,
} from '@grpc/grpc-js';
import { isDeepStrictEqual } from 'node:util';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { GobgpTarget, GobgpTls } from './GobgpTarget';
import { GobgpApi } from './loadGobgpApi';
import { toRouteSourceError } from './toRouteSourceError';

/**
 * No answer may be longer. A route takes about 110 bytes. Only GoBGP 3 hands
 * over, with each route of IPv6, all prefixes that came in the same UPDATE:
 * 1,900 bytes each in a table of one single set of attributes, where 500,000
 * routes are too many.
 */
const MAX_ANSWER_BYTES = 512 * 1024 * 1024;

export interface CallOptions {
  signal: AbortSignal;
  /** None for a subscription, which lives until it is aborted. */
  deadlineMs?: number;
}

/**
 * The gRPC channel to one gobgpd.
 *
 * @remarks
 * A channel on which a call failed for any reason but gobgpd's own refusal is
 * closed, with all its calls, and the next call opens another: nothing is asked
 * twice over a connection that was silent once. So is one whose certificate is
 * refused, because a renewed one is read as a channel opens. There is no
 * keepalive: gobgpd cuts clients that ping more often than every five minutes,
 * and the polling of sessions and the pulse of a subscription notice a dead peer
 * earlier.
 */
export class GobgpConnection {
  readonly #target: GobgpTarget;
  readonly #maxAnswerBytes: number;
  #client: Client | undefined;
  /** What the client was opened with. */
  #tls: GobgpTls | undefined;
  #closed = false;

  constructor(target: GobgpTarget, options: { maxAnswerBytes?: number } = {}) {
    this.#target = target;
    this.#maxAnswerBytes = options.maxAnswerBytes ?? MAX_ANSWER_BYTES;
  }

  get target(): GobgpTarget {
    return this.#target;
  }

  /** One request, one answer. @throws RouteSourceError */
  async unary<T>(
    api: GobgpApi,
    method: string,
    request: object,
    options: CallOptions,
  ): Promise<T> {
    const { path, requestSerialize, responseDeserialize } = api.methods[method];
    const client = this.#open(method, options.signal);
    const answer = new Promise<T>((resolve, reject) => {
      const call = client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        new Metadata(),
        { deadline: deadlineOf(options) },
        (error, value) =>
          error ? reject(error) : resolve((value ?? {}) as unknown as T),
      );
      const cancel = () => call.cancel();
      options.signal.addEventListener('abort', cancel, { once: true });
      call.once('status', () =>
        options.signal.removeEventListener('abort', cancel),
      );
    });
    return await answer.catch(error =>
      this.#fail(client, method, error, options.signal),
    );
  }

  /**
   * One request, many answers, each handed to `onMessage`; while a promise it
   * returned is pending, gobgpd is not read from. What it throws ends the call.
   *
   * @throws RouteSourceError
   */
  async stream<T>(
    api: GobgpApi,
    method: string,
    request: object,
    options: CallOptions & { onMessage(message: T): void | Promise<void> },
  ): Promise<void> {
    const { path, requestSerialize, responseDeserialize } = api.methods[method];
    const client = this.#open(method, options.signal);
    let bytes = 0;
    const counted = (buffer: Buffer) => {
      bytes += buffer.length;
      return responseDeserialize(buffer);
    };
    const call = client.makeServerStreamRequest(
      path,
      requestSerialize,
      counted,
      request,
      new Metadata(),
      { deadline: deadlineOf(options) },
    );
    const cancel = () => call.cancel();
    options.signal.addEventListener('abort', cancel, { once: true });
    const limited =
      options.deadlineMs === undefined ? Infinity : this.#maxAnswerBytes;
    try {
      await drain(call, message => {
        if (bytes > limited) {
          throw this.#tooLong(method);
        }
        return options.onMessage(message as T);
      });
    } catch (error) {
      call.cancel();
      await this.#fail(client, method, error, options.signal);
    } finally {
      options.signal.removeEventListener('abort', cancel);
    }
  }

  /** Ends the channel with its calls. The next call opens another. */
  reset(): void {
    this.#client?.close();
    this.#client = undefined;
  }

  /** Ends the channel for good. May be called twice. */
  close(): void {
    this.#closed = true;
    this.reset();
  }

  #open(method: string, signal: AbortSignal): Client {
    if (this.#closed || signal.aborted) {
      throw this.#aborted(method);
    }
    this.#client ??= this.#connect();
    return this.#client;
  }

  #connect(): Client {
    const { tls, credentials: secured } = secure(this.#target);
    this.#tls = tls;
    return new Client(
      this.#target.address,
      secured,
      channelOptions(tls, this.#maxAnswerBytes),
    );
  }

  async #fail(
    client: Client,
    method: string,
    error: unknown,
    signal: AbortSignal,
  ): Promise<never> {
    if (signal.aborted) {
      throw this.#aborted(method);
    }
    const isService = typeof (error as ServiceError)?.code === 'number';
    if (!isService && !(error instanceof RouteSourceError)) {
      // Thrown by the receiver of the messages: not about the router.
      throw error;
    }
    const failure = toRouteSourceError(this.#target, method, error);
    if (this.#isSpent(failure)) {
      client.close();
      if (this.#client === client) {
        this.#client = undefined;
      }
    }
    throw failure;
  }

  /** Whether the channel it happened on is of no more use. */
  #isSpent(failure: RouteSourceError): boolean {
    switch (codeOf(failure)) {
      // A proxy looks at the certificate as a connection begins, and never again.
      case status.UNAUTHENTICATED:
        return true;
      // Mostly about one call, and the channel carries others that may be made.
      case status.PERMISSION_DENIED:
        return this.#isRenewed();
      // A call gobgpd does not have is a healthy answer.
      case status.UNIMPLEMENTED:
        return false;
      default:
        return failure.problem !== 'refused';
    }
  }

  /** Whether the certificates are others than those the channel was opened with. */
  #isRenewed(): boolean {
    try {
      return !isDeepStrictEqual(tlsOf(this.#target), this.#tls);
    } catch {
      // Half written: the next refusal looks again.
      return false;
    }
  }

  #tooLong(method: string): RouteSourceError {
    return new RouteSourceError(
      'limit',
      `GoBGP of router ${
        this.#target.router
      } gave too long an answer to ${method}: more than ${
        this.#maxAnswerBytes
      } bytes`,
    );
  }

  #aborted(method: string): RouteSourceError {
    return new RouteSourceError(
      'closed',
      `${method} of router ${this.#target.router} was ended by ORION`,
    );
  }
}

function deadlineOf({ deadlineMs }: CallOptions): number {
  return deadlineMs === undefined ? Infinity : Date.now() + deadlineMs;
}

/** What is no certificate fails here, as a file that cannot be read does. */
function secure(target: GobgpTarget) {
  const { router } = target;
  try {
    const tls = tlsOf(target);
    return { tls, credentials: credentialsOf(tls) };
  } catch (error) {
    throw new RouteSourceError(
      'connect',
      `ORION cannot read its certificates for GoBGP of router ${router}: ${
        (error as Error).message
      }`,
      { cause: error },
    );
  }
}

function tlsOf({ tls }: GobgpTarget): GobgpTls | undefined {
  return typeof tls === 'function' ? tls() : tls;
}

function credentialsOf(tls: GobgpTls | undefined) {
  const pem = (text: string | undefined) =>
    text === undefined ? null : Buffer.from(text);
  return tls
    ? credentials.createSsl(pem(tls.ca), pem(tls.key), pem(tls.certificate))
    : credentials.createInsecure();
}

function channelOptions(
  tls: GobgpTls | undefined,
  maxMessageBytes: number,
): ChannelOptions {
  return {
    // The default of 4 MiB is less than one event of GoBGP can be.
    'grpc.max_receive_message_length': maxMessageBytes,
    // A router is no web site: the proxy of the environment is not asked for it.
    'grpc.enable_http_proxy': 0,
    // A pool shared by all would keep failed channels alive.
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_retries': 0,
    ...(tls?.serverName
      ? { 'grpc.ssl_target_name_override': tls.serverName }
      : undefined),
  };
}

/** Hands over messages one by one, pausing the stream for those that take time. */
function drain(
  call: ClientReadableStream<object>,
  onMessage: (message: object) => void | Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let pending: Promise<void> = Promise.resolve();
    call.on('data', (message: object) => {
      let taken: void | Promise<void>;
      try {
        taken = onMessage(message);
      } catch (error) {
        reject(error);
        call.removeAllListeners('data');
        return;
      }
      if (taken) {
        call.pause();
        pending = taken.then(() => void call.resume());
        pending.catch(reject);
      }
    });
    call.once('error', reject);
    call.once('end', () => pending.then(resolve, reject));
  });
}

/** True for the answer of a daemon that does not have the service or the call. */
export function isUnimplemented(error: unknown): boolean {
  return codeOf(error) === status.UNIMPLEMENTED;
}

function codeOf(error: unknown): status | undefined {
  const cause = (error as Error)?.cause as Partial<ServiceError> | undefined;
  return cause?.code;
}
