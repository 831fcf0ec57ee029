import { CustomErrorBase } from '@backstage/errors';

/**
 * Another replica holds the lease: what this one was about to write is void.
 *
 * @public
 */
export class LeaseLostError extends CustomErrorBase {
  /** Survives serialisation, where `instanceof` does not. */
  name = 'LeaseLostError' as const;
}
