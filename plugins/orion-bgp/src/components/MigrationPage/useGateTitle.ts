import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { MigrationGate } from '@orion/backstage-plugin-orion-bgp-common';
import { orionBgpTranslationRef } from '../../translation';

/** What a gate is called. */
export function useGateTitle(): (id: MigrationGate['id']) => string {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const titles: Record<MigrationGate['id'], string> = {
    'readings-fresh': t('gate.readingsFresh'),
    'tables-complete': t('gate.tablesComplete'),
    'sessions-up': t('gate.sessionsUp'),
    'received-equal': t('gate.receivedEqual'),
    'accepted-equal': t('gate.acceptedEqual'),
    'best-equal': t('gate.bestEqual'),
    'exported-equal': t('gate.exportedEqual'),
    'exports-are-own': t('gate.exportsAreOwn'),
    'imports-proven': t('gate.importsProven'),
    'limits-set': t('gate.limitsSet'),
    'limits-exceeded': t('gate.limitsExceeded'),
    'rpki-equal': t('gate.rpkiEqual'),
    'default-reject': t('gate.defaultReject'),
    'kernel-equal': t('gate.kernelEqual'),
    'inside-imports': t('gate.insideImports'),
    'restart-survived': t('gate.restartSurvived'),
    'rollback-rehearsed': t('gate.rollbackRehearsed'),
  };
  return id => titles[id] ?? id;
}
