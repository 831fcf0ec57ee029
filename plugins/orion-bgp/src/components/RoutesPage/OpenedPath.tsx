import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { OpenPath } from '../../hooks/useOpenPath';
import { orionBgpTranslationRef } from '../../translation';
import { RouteDetails } from './RouteDetails';

export interface OpenedPathProps {
  path: OpenPath;
  /** Of the answer it is from. */
  tables: TableState[];
  /** Not all paths are read yet. */
  more: boolean;
}

/** The path the address names, or that there is none such. */
export function OpenedPath({ path, tables, more }: OpenedPathProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { route, gone, missing, close } = path;
  if (route) {
    const was = more ? t('route.wasRead') : t('route.wasThere');
    return (
      <RouteDetails
        route={route}
        note={gone ? was : undefined}
        tables={tables}
        onClose={close}
      />
    );
  }
  return missing ? (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        alignItems: 'center',
      }}
    >
      <span role="status">
        {more ? t('route.notReadYet') : t('route.notThere')}
      </span>
      <Button size="small" onClick={close}>
        {t('route.hideNote')}
      </Button>
    </Box>
  ) : null;
}
