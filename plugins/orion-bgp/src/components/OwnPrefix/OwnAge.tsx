import { OwnPrefixList } from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable, StaleNote } from '@orion/backstage-plugin-orion-react';
import { CollectorNote } from '../CollectorNote/CollectorNote';

/** That what is known of the own prefixes is old, and why; nothing while it is not. */
export function OwnAge({
  own,
}: {
  own: Extract<Loadable<OwnPrefixList>, { data: OwnPrefixList }>;
}) {
  return (
    <>
      {own.status === 'stale' && (
        <StaleNote at={own.observedAt} retry={own.retry} />
      )}
      <CollectorNote freshness={own.data.freshness} retry={own.retry} />
    </>
  );
}
