import { useId, useState } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionProxmoxTranslationRef } from '../../translation';
import { guestColumnIds } from './guestColumns';

export interface ColumnChooserProps {
  hidden: ReadonlySet<string>;
  onChange: (hidden: ReadonlySet<string>) => void;
}

/** Which columns stand in the table; cards on a phone have none. */
export function ColumnChooser({ hidden, onChange }: ColumnChooserProps) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const menuId = useId();
  return (
    <Box sx={{ display: { xs: 'none', sm: 'block' } }}>
      <Button
        size="small"
        aria-haspopup="menu"
        aria-expanded={Boolean(anchor)}
        aria-controls={anchor ? menuId : undefined}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {t('guests.columns')}
      </Button>
      <Menu
        id={menuId}
        anchorEl={anchor}
        open={Boolean(anchor)}
        onClose={() => setAnchor(null)}
      >
        {guestColumnIds.slice(1).map(id => (
          <MenuItem
            key={id}
            dense
            role="menuitemcheckbox"
            aria-checked={!hidden.has(id)}
            onClick={() => toggle(id)}
          >
            <Checkbox
              size="small"
              edge="start"
              tabIndex={-1}
              checked={!hidden.has(id)}
              inputProps={{ 'aria-hidden': true }}
            />
            {t(`column.${id}`)}
          </MenuItem>
        ))}
      </Menu>
    </Box>
  );

  function toggle(id: string) {
    const next = new Set(hidden);
    if (!next.delete(id)) {
      next.add(id);
    }
    onChange(next);
  }
}
