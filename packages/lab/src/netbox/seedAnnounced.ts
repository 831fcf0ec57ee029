import type { WriteContext } from './changeLog';
import { deleteObject } from './deleteObject';
import type { Attempt, Make } from './seed';

/** What the routers announce; see `bgp/seed.ts`. */
const OWN_PREFIXES = [
  '192.0.2.0/24',
  '2001:db8:3949::/48',
  '2001:db8:394a::/48',
];

/** Aggregates and prefixes of what the routers announce. */
export function seedAnnounced(
  context: WriteContext,
  make: Make,
  attempt: Attempt,
): void {
  const { store } = context;
  removeDocumentationSpace(context);
  const rir =
    store.rows('ipam.rir').find(({ slug }) => slug === 'arin')?.id ??
    make('ipam.rir', { name: 'ARIN', slug: 'arin' }).id;
  const site = store.rows('dcim.site').find(({ slug }) => slug === 'home-dc');
  const has = (key: string, prefix: string) =>
    store.rows(key).some(row => row.prefix === prefix);
  for (const prefix of OWN_PREFIXES) {
    attempt(() => {
      if (!has('ipam.aggregate', prefix)) {
        make('ipam.aggregate', { prefix, rir, description: 'Announced' });
      }
      if (!has('ipam.prefix', prefix)) {
        make('ipam.prefix', {
          prefix,
          status: 'container',
          ...(site && { scope_type: 'dcim.site', scope_id: site.id }),
        });
      }
    });
  }
}

/**
 * Homes from before had one aggregate around all documentation space, and
 * aggregates must not overlap. One that somebody described or tagged stays.
 */
function removeDocumentationSpace(context: WriteContext): void {
  const { store } = context;
  const rir = store.rows('ipam.rir').find(({ slug }) => slug === 'rfc-3849');
  const old = store
    .rows('ipam.aggregate')
    .find(
      row =>
        rir &&
        row.rir === rir.id &&
        row.prefix === '2001:db8::/32' &&
        !row.description &&
        !row.comments &&
        row.tags.length === 0,
    );
  if (old) {
    deleteObject(context, store.model('ipam.aggregate'), old);
  }
}
