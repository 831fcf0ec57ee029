import { refuses } from './refuses';
import { BgpChannel, BgpOffer } from './types';

/** Whether more comes over a channel than may; an action such as `warn` lets it. */
export function isOverLimit(channel: BgpChannel): boolean {
  const { importLimit, imports, offers } = channel;
  if (!importLimit || imports !== 'all') {
    return false;
  }
  const count = (some: BgpOffer[]) => some.length > importLimit.limit;
  switch (importLimit.action) {
    case 'teardown':
      return count(offers);
    case 'disable':
    case 'restart':
      return count(offers.filter(offer => !refuses(channel, offer)));
    default:
      return false;
  }
}
