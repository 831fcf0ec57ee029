import { status } from '@grpc/grpc-js';

/** An answer of GoBGP that is an error: code and words. */
export class GobgpError extends Error {
  readonly code: status;
  readonly details: string;

  constructor(details: string, code: status = status.UNKNOWN) {
    super(details);
    this.name = 'GobgpError';
    this.code = code;
    this.details = details;
  }
}

/** GoBGP's words for an address no neighbor has. */
export function noNeighbor(address: string): GobgpError {
  return new GobgpError(`neighbor that has ${address} doesn't exist`);
}
