import {
  ChannelCredentials,
  Client,
  credentials,
  Metadata,
  ServiceError,
} from '@grpc/grpc-js';
import { GobgpApiVersion, loadGobgpService } from './loadGobgpService';

/**
 * A bare client of GoBGP for tests: sends exactly what it is told, to a real or
 * a simulated one. Answers have the field names of the lab's protos.
 */
export class GobgpCaller {
  readonly api: GobgpApiVersion;
  readonly #client: Client;

  constructor(target: {
    api: GobgpApiVersion;
    /** `host:port` or `unix:///path`. */
    target: string;
    credentials?: ChannelCredentials;
  }) {
    this.api = target.api;
    this.#client = new Client(
      target.target,
      target.credentials ?? credentials.createInsecure(),
      { 'grpc.max_receive_message_length': -1 },
    );
  }

  /** @throws ServiceError */
  async call(
    method: string,
    request: object = {},
    options: { deadlineMs?: number } = {},
  ): Promise<any> {
    const { path, requestSerialize, responseDeserialize } = loadGobgpService(
      this.api,
    ).service[method];
    return await new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        new Metadata(),
        { deadline: Date.now() + (options.deadlineMs ?? 10_000) },
        (error, value) => (error ? reject(error) : resolve(value)),
      );
    });
  }

  /** All messages of a stream that ends. @throws ServiceError */
  async list(method: string, request: object = {}): Promise<any[]> {
    const messages: any[] = [];
    const { ended } = this.watch(method, request, message => {
      messages.push(message);
    });
    const error = await ended;
    if (error) {
      throw error;
    }
    return messages;
  }

  /** A stream as it comes; `ended` resolves with why it ended. */
  watch(
    method: string,
    request: object,
    onMessage: (message: any) => void,
  ): { ended: Promise<ServiceError | undefined>; cancel(): void } {
    const { path, requestSerialize, responseDeserialize } = loadGobgpService(
      this.api,
    ).service[method];
    const call = this.#client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      new Metadata(),
    );
    call.on('data', onMessage);
    const ended = new Promise<ServiceError | undefined>(resolve => {
      call.once('error', error => resolve(error as ServiceError));
      call.once('end', () => resolve(undefined));
    });
    return { ended, cancel: () => call.cancel() };
  }

  close(): void {
    this.#client.close();
  }
}
