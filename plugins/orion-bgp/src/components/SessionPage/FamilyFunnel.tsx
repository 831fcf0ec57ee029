import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  FamilyCounters,
  SessionDetail,
  SessionFamily,
} from '@orion/backstage-plugin-orion-bgp-common';
import { TimeAgo, touchArea } from '@orion/backstage-plugin-orion-react';
import { useCounterText } from '../../hooks/useCounterText';
import { useHrefs } from '../../hooks/useHrefs';
import { familyName } from '../../lib/familyName';
import { funnelSearch, funnelSteps, isListed } from '../../lib/funnel';
import { orionBgpTranslationRef } from '../../translation';
import { CounterValue } from '../CounterValue/CounterValue';
import { LimitValue } from '../OverviewPage/LimitValue';

const NAME = { minWidth: { xs: '10ch', md: 0 } } as const;

export interface FamilyFunnelProps {
  session: SessionDetail;
  family: SessionFamily;
  /** Says which family it is: a session with one needs no name. */
  named: boolean;
}

/** Five steps, each a link to its routes where there are any to list; down the page on a phone. */
export function FamilyFunnel({ session, family, named }: FamilyFunnelProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const name = familyName(family.family);
  const isSilent = session.state === 'established' && !family.up;
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      {(named || isSilent) && (
        <Box sx={{ fontWeight: 600 }}>
          {isSilent ? t('session.familyDown', { family: name }) : name}
        </Box>
      )}
      <Box
        component="ol"
        aria-label={t('session.funnelFamily', { family: name })}
        sx={{
          listStyle: 'none',
          margin: 0,
          padding: 0,
          display: 'grid',
          gap: 1,
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            md: 'repeat(5, minmax(0, 1fr))',
          },
        }}
      >
        {funnelSteps.map((step, index) => (
          <Step
            key={step}
            step={step}
            session={session}
            family={family}
            last={index === funnelSteps.length - 1}
          />
        ))}
      </Box>
      <Limit of={family.importLimit} label={t('column.limit')} />
      <Limit of={family.exportLimit} label={t('column.exportLimit')} />
    </Box>
  );
}

function Limit({
  of,
  label,
}: {
  of: SessionFamily['importLimit'];
  label: string;
}) {
  return of ? (
    <Box sx={{ display: 'flex', gap: 1, fontSize: '0.875rem' }}>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {label}:
      </Box>
      <LimitValue limit={of} explained />
    </Box>
  ) : null;
}

function Step(props: {
  step: keyof FamilyCounters;
  session: SessionDetail;
  family: SessionFamily;
  last: boolean;
}) {
  const { step, session, family, last } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const hrefs = useHrefs();
  const text = useCounterText();
  const counter = family.counters[step];
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexDirection: { xs: 'row', md: 'column' },
        flexWrap: { xs: 'wrap', md: 'nowrap' },
        alignItems: { xs: 'baseline', md: 'start' },
        columnGap: { xs: 1, md: 0 },
        minWidth: 0,
        minHeight: { xs: 44, md: 0 },
        border: '1px solid',
        borderColor: 'divider',
        borderRadius: '4px',
        paddingBlock: 1,
        paddingInline: 1.5,
        position: 'relative',
        filter: counter?.stale ? 'grayscale(1)' : 'none',
        // The arrow to the next step stands in the gap between the two.
        '&::after': last
          ? undefined
          : {
              content: '"›"',
              position: 'absolute',
              insetInlineEnd: '-9px',
              top: 'calc(50% - 0.75em)',
              color: 'text.secondary',
              display: { xs: 'none', md: 'block' },
            },
      }}
    >
      {isListed(
        step,
        counter,
        session.identity?.capabilities,
        family.family,
      ) ? (
        <Link
          component={RouterLink}
          to={hrefs.routes({
            q: funnelSearch(
              step,
              session.name,
              session.families.length > 1 ? family.family : undefined,
            ),
            router: session.router,
          })}
          sx={{ ...NAME, ...touchArea }}
        >
          {t(`counter.${step}`)}
        </Link>
      ) : (
        <Box component="span" sx={NAME}>
          {t(`counter.${step}`)}
        </Box>
      )}
      <Box
        sx={{
          fontSize: { xs: '1rem', md: '1.25rem' },
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        <CounterValue counter={counter} />
      </Box>
      <Box
        sx={{
          fontSize: '0.75rem',
          color: 'text.secondary',
          flexBasis: { xs: '100%', md: 'auto' },
        }}
      >
        {counter ? text({ ...counter, asOf: undefined }) : t('counter.none')}
        {counter?.asOf && ', '}
        {counter?.asOf && <TimeAgo at={counter.asOf} />}
      </Box>
    </Box>
  );
}
