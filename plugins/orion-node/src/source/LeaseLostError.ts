import { CustomErrorBase } from '@backstage/errors';

/**
 * Another replica holds the lease: what this one was about to write is void.
 *
 * @public
 */
export class LeaseLostError extends CustomErrorBase {
  name = 'LeaseLostError' as const;
}
