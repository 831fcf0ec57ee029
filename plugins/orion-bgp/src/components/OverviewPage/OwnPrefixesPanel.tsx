import { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  OwnPrefix,
  OwnPrefixList,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable, Panel } from '@orion/backstage-plugin-orion-react';
import { useAnnouncedTexts } from '../../hooks/useAnnouncedTexts';
import { useHrefs } from '../../hooks/useHrefs';
import { orionBgpTranslationRef } from '../../translation';
import { RpkiMark } from '../RoutesPage/RpkiMark';
import { OwnAge } from '../OwnPrefix/OwnAge';
import { OwnPending } from '../OwnPrefix/OwnPending';
import { PrefixActions } from '../OwnPrefix/PrefixActions';
import { PrefixDrifts } from '../OwnPrefix/PrefixDrifts';
import { OwnAspaLine } from './OwnAspaLine';
import { RoaEnd } from '../RoaList/RoaEnd';

/** What is ours: may it be announced by us, and does it go out? */
export function OwnPrefixesPanel({ own }: { own: Loadable<OwnPrefixList> }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return <Panel title={t('own.title')}>{body()}</Panel>;

  function body() {
    if (own.status === 'loading' || own.status === 'error') {
      return <OwnPending own={own} heights={[24, 24, 24]} />;
    }
    const { aspa, items, note } = own.data;
    const valid = items.filter(({ rpki }) => rpki.state === 'valid').length;
    return (
      <Box sx={{ display: 'grid', gap: 1 }}>
        <OwnAge own={own} />
        {(items.length > 0 || !note) && (
          <Box>
            {t('own.sentence', {
              count: items.length,
              n: String(items.length),
              valid: String(valid),
            })}
          </Box>
        )}
        {note && (
          <Box sx={{ overflowWrap: 'anywhere' }} role="note">
            {note}
          </Box>
        )}
        <Box
          component="ul"
          sx={{
            listStyle: 'none',
            margin: 0,
            padding: 0,
            display: 'grid',
            rowGap: { xs: 1.5, md: 0.5 },
            // One below the other where there is room for columns.
            gridTemplateColumns: {
              xs: 'minmax(0, 1fr)',
              md: 'auto auto minmax(0, auto) 1fr',
            },
          }}
        >
          {items.map(item => (
            <OwnPrefixLine
              key={item.prefix}
              item={item}
              actions={<PrefixActions item={item} own={own} />}
              drifts={<PrefixDrifts item={item} own={own} />}
            />
          ))}
        </Box>
        {aspa && <OwnAspaLine aspa={aspa} />}
      </Box>
    );
  }
}

function OwnPrefixLine({
  item,
  actions,
  drifts,
}: {
  item: OwnPrefix;
  actions: ReactNode;
  drifts: ReactNode;
}) {
  const hrefs = useHrefs();
  const announcedTexts = useAnnouncedTexts();
  const { prefix, rpki, validUntil } = item;
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridColumn: '1 / -1',
        gridTemplateColumns: { xs: 'minmax(0, 1fr) auto', md: 'subgrid' },
        columnGap: 2,
        alignItems: 'center',
      }}
    >
      <Link
        component={RouterLink}
        to={hrefs.prefix(prefix)}
        sx={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}
      >
        <bdi dir="ltr">{prefix}</bdi>
      </Link>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 1,
          ...belowOnPhones(2),
        }}
      >
        <RpkiMark rpki={rpki} />
        {validUntil && <RoaEnd at={new Date(validUntil)} />}
      </Box>
      <Box
        sx={{
          color: 'text.secondary',
          overflowWrap: 'anywhere',
          ...belowOnPhones(3),
        }}
      >
        {announcedTexts(item).join(', ')}
      </Box>
      <Box sx={{ gridArea: { xs: '1 / 2', md: 'auto' } }}>{actions}</Box>
      {drifts}
    </Box>
  );
}

/** A line of its own under the prefix, where there is no room for a column. */
function belowOnPhones(row: number) {
  return { gridArea: { xs: `${row} / 1 / auto / -1`, md: 'auto' } };
}
