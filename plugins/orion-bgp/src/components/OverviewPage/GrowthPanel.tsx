import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Router } from '@orion/backstage-plugin-orion-bgp-common';
import { touchArea, useUrlState } from '@orion/backstage-plugin-orion-react';
import { useGrowth } from '../../hooks/useGrowth';
import { orionBgpTranslationRef } from '../../translation';
import { TimePanel } from '../TimeChart/TimePanel';

const ranges = [24, 168, 2160];

/** How large the table of a router became. There is one router at least. */
export function GrowthPanel({ routers }: { routers: Router[] }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const [range, setRange] = useUrlState('range', '24');
  const [chosen, setChosen] = useUrlState('table', routers[0].id);
  const hours = ranges.includes(Number(range)) ? Number(range) : 24;
  const { id } = routers.find(one => one.id === chosen) ?? routers[0];
  return (
    <TimePanel
      title={t('growth.title')}
      ranges={ranges}
      hours={hours}
      onHours={next => setRange(String(next))}
      loaded={useGrowth(id, hours)}
      what={t('growth.what')}
      none={t('growth.none')}
    >
      {routers.length > 1 && (
        <ToggleButtonGroup
          exclusive
          size="small"
          value={id}
          onChange={(_, next) => next && setChosen(next)}
          aria-label={t('growth.router')}
          sx={{ flexWrap: 'wrap', marginBlockEnd: 1 }}
        >
          {routers.map(router => (
            <ToggleButton
              key={router.id}
              value={router.id}
              sx={{ paddingBlock: 0, textTransform: 'none', ...touchArea }}
            >
              {router.id}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
    </TimePanel>
  );
}
