import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { BroughtRoutes } from '../../lib/receivedCounter';
import { orionBgpTranslationRef } from '../../translation';
import { CounterValue } from './CounterValue';

/** What a session brought, with the name of what was counted. */
export function BroughtValue({ brought }: { brought: BroughtRoutes }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <span>
      {t(`counter.${brought.step}`)} <CounterValue counter={brought.counter} />
    </span>
  );
}
