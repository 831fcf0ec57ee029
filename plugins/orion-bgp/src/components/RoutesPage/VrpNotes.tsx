import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { VrpSource } from '@orion/backstage-plugin-orion-bgp-common';
import {
  formatCount,
  formatMoment,
  PartialBanner,
} from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

/** Which validator the RPKI states come from, and how old what it says is. */
export function VrpNotes({
  sources,
  retry,
}: {
  sources: VrpSource[];
  retry: () => void;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  if (sources.length === 0) {
    return null;
  }
  const used = sources.find(source => source.used);
  const rest = sources.filter(source => source !== used);
  const alarm = !used || used.age !== 'fresh';
  return (
    <>
      {alarm && (
        <PartialBanner onRetry={retry}>
          {used
            ? t('vrps.old', { source: used.source, at: momentOf(used) })
            : t('vrps.none')}{' '}
          {(used ?? sources[0]).error}
        </PartialBanner>
      )}
      <Box
        role="status"
        sx={{
          fontSize: '0.8125rem',
          color: 'text.secondary',
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          overflowWrap: 'anywhere',
        }}
      >
        {used && !alarm && (
          <span>
            {t('vrps.used', {
              n: formatCount(used.count ?? 0),
              source: used.source,
              at: momentOf(used),
            })}
          </span>
        )}
        {rest.map(source => (
          <span key={source.source}>{tell(source)}</span>
        ))}
      </Box>
    </>
  );

  function tell(source: VrpSource): string {
    const given = {
      source: source.source,
      at: momentOf(source),
      error: source.error ?? '',
    };
    switch (source.age) {
      case 'none':
        return t('vrps.silent', given);
      case 'fresh':
        return t('vrps.spare', given);
      default:
        return t('vrps.tooOld', given);
    }
  }
}

/** Of what it has: when it was made, or else when it was fetched. */
function momentOf({ generatedAt, fetchedAt }: VrpSource): string {
  const at = [generatedAt, fetchedAt].filter(Boolean).sort()[0];
  return at ? formatMoment(new Date(at)) : '–';
}
