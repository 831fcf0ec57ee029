import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { OwnPrefixList } from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable, Panel } from '@orion/backstage-plugin-orion-react';
import { useAnnouncedTexts } from '../../hooks/useAnnouncedTexts';
import { orionBgpTranslationRef } from '../../translation';
import { OwnAge } from '../OwnPrefix/OwnAge';
import { OwnPending } from '../OwnPrefix/OwnPending';
import { PrefixActions } from '../OwnPrefix/PrefixActions';
import { PrefixDrifts } from '../OwnPrefix/PrefixDrifts';

/**
 * Where we announce a prefix of ours, where that is not as a change decided, and what
 * can be done with it. Nothing of a foreign one.
 */
export function OwnPrefixPanel({
  prefix,
  own,
}: {
  prefix: string;
  own: Loadable<OwnPrefixList>;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const announcedTexts = useAnnouncedTexts();
  if (own.status === 'loading' || own.status === 'error') {
    return (
      <Panel title={t('own.here')}>
        <OwnPending own={own} heights={[24]} />
      </Panel>
    );
  }
  const item = own.data.items.find(one => one.prefix === prefix);
  if (!item) {
    return null;
  }
  return (
    <Panel
      title={t('own.here')}
      corner={<PrefixActions item={item} own={own} />}
    >
      <Box sx={{ display: 'grid', gap: 1 }}>
        <OwnAge own={own} />
        <PrefixDrifts item={item} own={own} />
        <Box
          component="ul"
          sx={{
            listStyle: 'none',
            margin: 0,
            padding: 0,
            overflowWrap: 'anywhere',
          }}
        >
          {announcedTexts(item).map(text => (
            <li key={text}>{text}</li>
          ))}
        </Box>
      </Box>
    </Panel>
  );
}
