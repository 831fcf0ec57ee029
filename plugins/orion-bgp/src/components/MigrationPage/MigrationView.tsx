import { useRef } from 'react';
import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Migration,
  MigrationNeighbor,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  Panel,
  SummarySentence,
  TimeAgo,
  useUrlState,
} from '@orion/backstage-plugin-orion-react';
import { useMigrationActions } from '../../hooks/useMigrationActions';
import { comparisonKey } from '../../lib/comparisonKey';
import { kernelKey } from '../../lib/kernelKey';
import { orionBgpTranslationRef } from '../../translation';
import { ActionsButton } from '../ActionsButton/ActionsButton';
import { Comparisons } from './Comparisons';
import { Differences } from './Differences';
import { Gates } from './Gates';
import { KernelDifferences } from './KernelDifferences';

export interface MigrationViewProps {
  migration: Migration;
  /** ORION is silent: nothing passes on old news. */
  stale: boolean;
}

/** What blocks first, then what was compared, then each difference. */
export function MigrationView({ migration, stale }: MigrationViewProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { from, to, gates, comparisons, checkedAt } = migration;
  const { neighbors, moved, waiting } = migration;
  // As the chips: old news prove nothing.
  const count = (state: string) =>
    String(
      gates.filter(gate => (stale ? 'unknown' : gate.state) === state).length,
    );
  const [shown, setShown] = useUrlState('show');
  const compared = useRef<HTMLDivElement>(null);
  // The button goes with its list: who uses the keyboard goes on at the rows.
  const hide = () => {
    setShown('');
    compared.current?.focus();
  };
  const actions = useMigrationActions(migration, stale);
  const open = comparisons.find(one => comparisonKey(one) === shown);
  const kernel = migration.kernels.find(one => kernelKey(one) === shown);
  const values = {
    from,
    to,
    good: count('passed'),
    total: String(gates.length),
  };
  const theirs = (pairs: MigrationNeighbor[]) =>
    pairs.filter(({ standsIn }) => !standsIn);
  // None of a kind is no news.
  const standing = () =>
    [
      t('migration.passed', values),
      ...(['failed', 'unknown', 'settling'] as const)
        .filter(state => count(state) !== '0')
        .map(state => t(`migration.${state}`, { n: count(state) })),
    ].join(', ');
  return (
    <>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          alignItems: 'baseline',
        }}
      >
        <SummarySentence>
          {migration.ready && !stale
            ? t('migration.ready', values)
            : t('migration.notReady', { list: standing() })}
        </SummarySentence>
        <Box
          component="span"
          sx={{ fontSize: '0.8125rem', color: 'text.secondary' }}
        >
          <TimeAgo at={checkedAt} />
        </Box>
        <Box sx={{ marginInlineStart: 'auto' }}>
          <ActionsButton
            label={t('actions.onMigration')}
            shortcut={t('actions.onMigration')}
            actions={actions}
          />
        </Box>
      </Box>
      {[
        { text: 'migration.movedNow' as const, pairs: theirs(moved) },
        { text: 'migration.waitingNow' as const, pairs: theirs(waiting) },
        {
          text: 'migration.standInsNow' as const,
          pairs: [...neighbors, ...moved, ...waiting].filter(
            ({ standsIn }) => standsIn,
          ),
        },
      ].map(
        ({ text, pairs }) =>
          pairs.length > 0 && (
            <Box key={text} sx={{ color: 'text.secondary' }}>
              {t(text, {
                to,
                list: pairs.map(pair => pair.from).join(', '),
              })}
            </Box>
          ),
      )}
      <Panel title={t('migration.gates')}>
        <Gates gates={gates} stale={stale} />
      </Panel>
      <Box ref={compared} tabIndex={-1} sx={{ minWidth: 0 }}>
        <Panel title={t('migration.compared')}>
          <Comparisons
            migration={migration}
            shown={shown}
            onShow={key => setShown(key === shown ? '' : key)}
          />
        </Panel>
      </Box>
      {open && (
        <Differences migration={migration} comparison={open} onHide={hide} />
      )}
      {kernel && <KernelDifferences kernel={kernel} onHide={hide} />}
    </>
  );
}
