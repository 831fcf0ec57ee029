import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PartialBanner } from '@orion/backstage-plugin-orion-react';
import { ShownPlan } from '../../hooks/useShownPlan';
import { orionChangesTranslationRef } from '../../translation';

/** Says that there is another plan by now, and leads to it. */
export function SupersededNote({ shown }: { shown: ShownPlan }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  if (!shown.newer || !shown.plan) {
    return null;
  }
  const { plan, differences } = shown.newer;
  return (
    <PartialBanner>
      <Box
        sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}
      >
        {t('plan.superseded', {
          before: shown.plan.digest.slice(0, 8),
          after: plan.digest.slice(0, 8),
        })}
        <Button
          size="small"
          color="inherit"
          variant="outlined"
          onClick={shown.showNewer}
        >
          {t('plan.showNew', { count: differences })}
        </Button>
      </Box>
    </PartialBanner>
  );
}
