import { RouterPath } from './GobgpRouter';
import { GobgpApiVersion, GobgpService } from './loadGobgpService';
import { familyOf, nlriOf } from './wire';

/** What a path looks like in an answer. */
export interface PathFormat {
  nlriBinary: boolean;
  attributesBinary: boolean;
  /** Beside the bytes the prefix as a message. */
  structured: boolean;
  withdrawn?: boolean;
  showFiltered?: boolean;
}

/** GoBGP's message of a path. Attributes are there as bytes only. */
export function toPathMessage(
  service: GobgpService,
  path: RouterPath,
  format: PathFormat,
): object {
  const { session, prefix } = path;
  const own = !session;
  return {
    nlri: format.structured ? structuredNlri(service, prefix) : undefined,
    age: own && service.api === 4 ? {} : { seconds: path.since },
    best: path.best,
    is_withdraw: format.withdrawn,
    family: familyOf(prefix),
    source_asn: session?.neighborAs,
    source_id: session?.neighborId ?? absent(service.api),
    filtered: format.showFiltered ? path.filtered : undefined,
    neighbor_ip: neighborOf(service.api, session) ?? absent(service.api),
    nlri_binary: format.nlriBinary ? nlriOf(prefix) : undefined,
    pattrs_binary: format.attributesBinary ? path.attributes : undefined,
  };
}

/** GoBGP 3 leaves out the zone of a link-local neighbor. */
function neighborOf(
  api: GobgpApiVersion,
  session: RouterPath['session'],
): string | undefined {
  const address = session?.neighborAddress;
  return api === 3 ? address?.split('%')[0] : address;
}

/** GoBGP 3 prints the absent address of Go. */
function absent(api: GobgpApiVersion): string | undefined {
  return api === 3 ? '<nil>' : undefined;
}

function structuredNlri(service: GobgpService, prefix: string): object {
  const [address, length] = prefix.split('/');
  const message = { prefix: address, prefix_len: Number(length) };
  return service.api === 4
    ? { prefix: message }
    : {
        type_url: 'type.googleapis.com/apipb.IPAddressPrefix',
        value: service.pack('IPAddressPrefix', message),
      };
}
