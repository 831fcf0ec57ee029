import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import {
  BreadcrumbEntry,
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { SafeModeState } from '@orion/backstage-plugin-orion-changes-common';
import {
  changesApiRef,
  LoadError,
  LoadingBlock,
  PageBody,
  Panel,
  SummarySentence,
  TimeAgo,
} from '@orion/backstage-plugin-orion-react';
import { useSafeMode } from '../../hooks/useSafeMode';
import { safeModeRouteRef } from '../../routes';
import { orionChangesTranslationRef } from '../../translation';
import { BackToList } from '../ChangePage/BackToList';
import { LeaveSafeMode } from './LeaveSafeMode';
import { ReconcileFindings } from './ReconcileFindings';

/** Is the database older than the world, what does that touch, who lets it go on. */
export function SafeModePage() {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const href = useRouteRef(safeModeRouteRef)?.() ?? '';
  const state = useSafeMode();
  return (
    <BreadcrumbEntry entry={{ label: t('safeMode.title'), href }}>
      <PageBody>
        {state.status === 'loading' && (
          <LoadingBlock of={t('safeMode.what')} heights={[32, 120, 240]} />
        )}
        {state.status === 'error' && (
          <LoadError
            error={state.error}
            retry={state.retry}
            of={t('safeMode.what')}
            list
            action={<BackToList />}
          />
        )}
        {'data' in state && (
          <Loaded state={state.data} onChanged={state.retry} />
        )}
      </PageBody>
    </BreadcrumbEntry>
  );
}

function Loaded(props: { state: SafeModeState; onChanged: () => void }) {
  const { state, onChanged } = props;
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const api = useApi(changesApiRef);
  if (!state.active) {
    return (
      <>
        <SummarySentence>{t('safeMode.off')}</SummarySentence>
        <BackToList />
      </>
    );
  }
  return (
    <>
      <SummarySentence>
        {t('safeMode.on')} <TimeAgo at={state.since!} />.
      </SummarySentence>
      <Panel title={t('safeMode.why')}>
        <Box component="ul" sx={{ margin: 0, paddingInlineStart: 2.5 }}>
          {state.reasons.map(reason => (
            <Typography
              key={reason}
              component="li"
              sx={{ overflowWrap: 'anywhere' }}
            >
              {reason}
            </Typography>
          ))}
        </Box>
      </Panel>
      {state.mayLeave ? (
        <>
          <ReconcileFindings report={state.report} />
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
            <LeaveSafeMode ready={Boolean(state.report)} onLeft={onChanged} />
            <Button
              color="inherit"
              onClick={() => api.takeSafeModeReport().finally(onChanged)}
            >
              {t('safeMode.again')}
            </Button>
          </Box>
        </>
      ) : (
        <Typography>{t('safeMode.askAdmin')}</Typography>
      )}
    </>
  );
}
