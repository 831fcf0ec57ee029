import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RpkiVerdict } from '@orion/backstage-plugin-orion-bgp-common';
import { Panel } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';
import { RoaList } from '../RoaList/RoaList';

/** Who may announce it, by the ROAs that cover it. */
export function PrefixRoas({ rpki }: { rpki: RpkiVerdict }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <Panel title={t('prefix.roas')}>
      {rpki.covering.length === 0 ? (
        <p style={{ margin: 0 }}>
          {rpki.state === 'unknown' ? t('route.noVrps') : t('route.noRoa')}
        </p>
      ) : (
        <RoaList roas={rpki.covering} />
      )}
    </Panel>
  );
}
