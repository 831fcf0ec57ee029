import { BgpChannel, BgpOffer } from './types';

/** Whether the import policy of a channel refuses what the neighbor offers. */
export function refuses(
  { importPolicy }: BgpChannel,
  { refusedFor }: Pick<BgpOffer, 'refusedFor'>,
): boolean {
  return importPolicy !== 'ACCEPT' && refusedFor !== undefined;
}
