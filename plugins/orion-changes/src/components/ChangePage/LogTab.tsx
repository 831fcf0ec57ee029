import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ChangeDetail,
  ChangeRunView,
} from '@orion/backstage-plugin-orion-changes-common';
import {
  EmptyState,
  LiveLog,
  LoadError,
  LoadingBlock,
  PartialBanner,
  useUrlState,
} from '@orion/backstage-plugin-orion-react';
import { useChangeLog } from '../../hooks/useChangeLog';
import { orionChangesTranslationRef } from '../../translation';

/** The log of one run, and the list of runs. */
export function LogTab({ change }: { change: ChangeDetail }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const [wanted, setRun] = useUrlState('run');
  const { runs } = change;
  const run = runs.find(({ id }) => id === wanted) ?? newest(runs);
  const log = useChangeLog(change.id, run?.id);
  if (!run) {
    return (
      <EmptyState
        variant="none"
        title={t('log.none')}
        text={change.next.text}
      />
    );
  }
  return (
    <>
      {runs.length > 1 && (
        <TextField
          select
          size="small"
          label={t('log.run')}
          value={run.id}
          onChange={event => setRun(event.target.value)}
          sx={{ marginBlockEnd: 1.5, minWidth: 220 }}
        >
          {runs.map(one => (
            <MenuItem key={one.id} value={one.id}>
              {runTitle(one)}
            </MenuItem>
          ))}
        </TextField>
      )}
      {content(run)}
    </>
  );

  function content(shown: ChangeRunView) {
    if (!log.started) {
      return log.error ? (
        <LoadError error={log.error} of={t('log.what')} />
      ) : (
        <LoadingBlock of={t('log.what')} heights={[36, 280]} />
      );
    }
    return (
      <>
        {log.error && (
          <Box sx={{ marginBlockEnd: 1 }}>
            <PartialBanner>{t('log.stale')}</PartialBanner>
          </Box>
        )}
        <LiveLog
          key={shown.id}
          text={log.text}
          ended={log.ended}
          exitCode={log.exitCode}
          label={runTitle(shown)}
        />
      </>
    );
  }

  function runTitle(one: ChangeRunView) {
    const name = t(`log.${one.phase}`, { n: String(one.attempt) });
    const end =
      one.exitCode === undefined
        ? !one.endedAt && t('log.running')
        : t('log.exit', { code: String(one.exitCode) });
    return end ? `${name}, ${end}` : name;
  }
}

/** The newest apply, else the newest run of any kind. */
function newest(runs: ChangeRunView[]): ChangeRunView | undefined {
  const applies = runs.filter(({ phase }) => phase === 'apply');
  const among = applies.length > 0 ? applies : runs;
  return among[among.length - 1];
}
