import { Link as RouterLink, useParams } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import {
  BreadcrumbEntry,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { PageBody } from '@orion/backstage-plugin-orion-react';
import { useHrefs } from '../../hooks/useHrefs';
import { useOwnPrefixes } from '../../hooks/useOwnPrefixes';
import { useTables } from '../../hooks/useRouteSearch';
import { orionBgpTranslationRef } from '../../translation';
import { AsNamesNote } from '../AsName/AsNamesNote';
import { TableNotes } from '../RoutesPage/TableNotes';
import { OwnPrefixPanel } from './OwnPrefixPanel';
import { PrefixHistory } from './PrefixHistory';
import { PrefixInNetbox } from './PrefixInNetbox';
import { PrefixView } from './PrefixView';

/** Who announces it, which way do we go, may they? */
export function PrefixPage() {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { address = '', length = '' } = useParams();
  const prefix = `${address}/${length}`;
  const hrefs = useHrefs();
  const tables = useTables();
  const own = useOwnPrefixes();
  return (
    <BreadcrumbEntry entry={{ label: prefix, href: hrefs.prefix(prefix) }}>
      <PageBody>
        <TableNotes tables={tables} />
        <PrefixView key={prefix} prefix={prefix} own={own} />
        <OwnPrefixPanel prefix={prefix} own={own} />
        <PrefixInNetbox key={`netbox ${prefix}`} prefix={prefix} />
        <PrefixHistory key={`history ${prefix}`} prefix={prefix} />
        <AsNamesNote />
        <Box
          component="nav"
          aria-label={t('prefix.around')}
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            columnGap: 3,
            // Apart enough for a finger where one stands below the other.
            '& a': { paddingBlock: { xs: '11px', sm: '4px' } },
          }}
        >
          <Link
            component={RouterLink}
            to={hrefs.routes({ q: prefix, match: 'covering' })}
          >
            {t('prefix.covering')}
          </Link>
          <Link
            component={RouterLink}
            to={hrefs.routes({ q: prefix, match: 'more-specific' })}
          >
            {t('prefix.moreSpecific')}
          </Link>
        </Box>
      </PageBody>
    </BreadcrumbEntry>
  );
}
