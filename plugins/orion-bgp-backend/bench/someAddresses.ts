import { formatAddress } from '../src/routes/addresses';
import { FedRoute } from './BgpFeeder';

/** Of routes from the middle of the feed: a match is there. */
export function someAddresses(groups: FedRoute[][]) {
  const find = (family: 4 | 6) => {
    const those = groups.filter(([first]) => first.family === family);
    return formatAddress(those[those.length >> 1][0].address);
  };
  return { v4: find(4), v6: find(6) };
}
