import Box from '@mui/material/Box';
import { PageBody } from '@orion/backstage-plugin-orion-react';
import { useChecks } from '../../hooks/useChecks';
import { useKeptHeight } from '../../hooks/useKeptHeight';
import { useWaiting } from '../../hooks/useWaiting';
import { ChecksSentence } from '../CheckTiles/ChecksSentence';
import { CheckTiles } from '../CheckTiles/CheckTiles';
import { HomeLinks } from '../HomeLinks/HomeLinks';
import { LastPanel } from './LastPanel';
import { MinePanel } from './MinePanel';
import { WaitingPanel } from './WaitingPanel';

const SHOWN = 5;

/** Is all well, does something wait for me? */
export function HomePage() {
  const checks = useChecks();
  const waiting = useWaiting(SHOWN);
  const known = checks.status !== 'loading';
  const sentence = useKeptHeight('sentence', known);
  const tiles = useKeptHeight('tiles', known);
  const first = 'data' in waiting ? waiting.data.items[0] : undefined;
  return (
    <PageBody>
      <Box
        sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}
      >
        <Box
          {...sentence}
          sx={{
            flex: '1 1 40ch',
            minWidth: 0,
            // The answer mostly takes two lines on a phone.
            minHeight: { xs: 50, sm: 0 },
          }}
        >
          <ChecksSentence checks={checks} />
        </Box>
        <HomeLinks firstWaiting={first?.id} />
      </Box>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          alignItems: 'start',
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            md: 'repeat(2, minmax(0, 1fr))',
          },
          // What waits for a person comes before the tiles on a phone.
          order: { xs: 1, md: 2 },
        }}
      >
        <WaitingPanel page={waiting} />
        <Box
          sx={{
            display: 'grid',
            gap: 2,
            gridTemplateColumns: 'minmax(0, 1fr)',
          }}
        >
          <MinePanel />
          <LastPanel />
        </Box>
      </Box>
      <Box {...tiles} sx={{ order: { xs: 2, md: 1 } }}>
        <CheckTiles checks={checks} />
      </Box>
    </PageBody>
  );
}
