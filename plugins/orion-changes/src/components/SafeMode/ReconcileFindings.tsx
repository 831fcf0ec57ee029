import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ReconcileReport } from '@orion/backstage-plugin-orion-changes-common';
import { Panel, TimeAgo } from '@orion/backstage-plugin-orion-react';
import { changeRouteRef } from '../../routes';
import { orionChangesTranslationRef } from '../../translation';

/** What in the real systems does not go together with the restored database. */
export function ReconcileFindings({ report }: { report?: ReconcileReport }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const changeHref = useRouteRef(changeRouteRef);
  if (!report) {
    return (
      <Panel title={t('safeMode.report')}>
        <Typography>{t('safeMode.reading')}</Typography>
      </Panel>
    );
  }
  const { findings, errors } = report;
  return (
    <Panel
      title={t('safeMode.report')}
      corner={<TimeAgo at={report.takenAt} />}
    >
      {errors.map(error => (
        <Typography key={error} sx={{ overflowWrap: 'anywhere' }}>
          {t('safeMode.silent')} {error}
        </Typography>
      ))}
      {findings.length === 0 && errors.length === 0 && (
        <Typography>{t('safeMode.fits')}</Typography>
      )}
      <Box
        component="ul"
        sx={{ margin: 0, paddingInlineStart: 2.5, display: 'grid', gap: 0.5 }}
      >
        {findings.map(({ type, ref, changeId, message }) => (
          <Typography
            key={`${type} ${ref} ${changeId}`}
            component="li"
            sx={{ overflowWrap: 'anywhere' }}
          >
            <bdi>{message}</bdi>{' '}
            {type !== 'unknown-change' && changeId !== undefined && (
              <Link
                component={RouterLink}
                to={changeHref?.({ changeId: String(changeId) }) ?? ''}
              >
                #{changeId}
              </Link>
            )}
          </Typography>
        ))}
      </Box>
    </Panel>
  );
}
