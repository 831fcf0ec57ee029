import { screen } from '@testing-library/react';
import { createTheme, ThemeProvider } from '@mui/material/styles';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { toneColor } from '@orion/backstage-plugin-orion-react';
import { session } from '../../tests/fakes';
import { sessionIntent } from '../../tests/intentFakes';
import { IntentMark } from './IntentMark';

const one = session({ intent: sessionIntent({ finding: 'planned-but-up' }) });

it.each(['light', 'dark'] as const)(
  'takes its colours from the theme: %s',
  async mode => {
    const palette = { mode, background: { paper: 'rgb(1, 2, 3)' } };
    renderInTestApp(
      <ThemeProvider theme={createTheme({ palette })}>
        <IntentMark session={one} stale={false} />
      </ThemeProvider>,
    );
    const mark = await screen.findByTitle(/NetBox/);
    expect(mark).toHaveStyle({ color: toneColor(mode, 'warn') });
    expect(
      getComputedStyle(mark).getPropertyValue('--orion-shape-mark').trim(),
    ).toBe('rgb(1, 2, 3)');
  },
);
