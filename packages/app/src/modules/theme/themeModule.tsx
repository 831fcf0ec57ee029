import { ReactNode } from 'react';
import {
  createUnifiedTheme,
  palettes,
  UnifiedThemeProvider,
} from '@backstage/theme';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { ThemeBlueprint } from '@backstage/plugin-app-react';
import { usePrinting } from './usePrinting';

const fontFamily =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const INDICATOR = '#7FB5E6';

/** The framework's own setting for text buttons, and no capitals. */
const components: NonNullable<
  Parameters<typeof createUnifiedTheme>[0]['components']
> = {
  MuiButton: {
    styleOverrides: {
      root: { textTransform: 'none' },
      text: { padding: undefined },
    },
  },
};

/** The framework's palettes: the status colours are proven against them. */
const themes = {
  light: createUnifiedTheme({
    palette: {
      ...palettes.light,
      navigation: { ...palettes.light.navigation, indicator: INDICATOR },
      tabbar: { indicator: INDICATOR },
    },
    fontFamily,
    components,
  }),
  dark: createUnifiedTheme({
    palette: {
      ...palettes.dark,
      navigation: { ...palettes.dark.navigation, indicator: INDICATOR },
      tabbar: { indicator: INDICATOR },
    },
    fontFamily,
    components,
  }),
};

function LightProvider({ children }: { children: ReactNode }) {
  return (
    <UnifiedThemeProvider theme={themes.light}>{children}</UnifiedThemeProvider>
  );
}

function DarkProvider({ children }: { children: ReactNode }) {
  // Printers leave dark backgrounds out, and white text would stand on white.
  const printing = usePrinting();
  return (
    <UnifiedThemeProvider theme={printing ? themes.light : themes.dark}>
      {children}
    </UnifiedThemeProvider>
  );
}

const lightTheme = ThemeBlueprint.make({
  name: 'light',
  params: {
    theme: {
      id: 'light',
      title: 'Light',
      variant: 'light',
      icon: <SunIcon />,
      Provider: LightProvider,
    },
  },
});

const darkTheme = ThemeBlueprint.make({
  name: 'dark',
  params: {
    theme: {
      id: 'dark',
      title: 'Dark',
      variant: 'dark',
      icon: <MoonIcon />,
      Provider: DarkProvider,
    },
  },
});

/** Light and dark, close to the framework's own. */
export const themeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [lightTheme, darkTheme],
});

function SunIcon() {
  return (
    <svg
      width="24"
      height="24"
      viewBox="0 0 24 24"
      stroke="currentColor"
      fill="none"
      strokeWidth="2"
    >
      <circle cx="12" cy="12" r="4.5" />
      <path d="M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2" />
    </svg>
  );
}

function MoonIcon() {
  return (
    <svg
      width="24"
      height="24"
      viewBox="0 0 24 24"
      stroke="currentColor"
      fill="none"
      strokeWidth="2"
    >
      <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z" />
    </svg>
  );
}
