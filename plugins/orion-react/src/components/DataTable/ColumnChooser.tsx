import { useId, useState } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';

/** Which columns there are and which are hidden. @public */
export interface ColumnChooserProps {
  /** What may be hidden, in its order; the column that names a row is not among it. */
  columns: readonly { id: string; title: string }[];
  /** Ids of columns; see {@link useHiddenColumns}. */
  hidden: ReadonlySet<string>;
  /** Gets a new set; the old one is left as it is. */
  onChange: (hidden: ReadonlySet<string>) => void;
}

/**
 * Which columns stand in a table; cards on a phone have none.
 *
 * @public
 */
export function ColumnChooser({
  columns,
  hidden,
  onChange,
}: ColumnChooserProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const menuId = useId();
  return (
    <Box
      sx={{
        display: { xs: 'none', sm: 'block' },
        '@media print': { display: 'none' },
      }}
    >
      <Button
        size="small"
        aria-haspopup="menu"
        aria-expanded={Boolean(anchor)}
        aria-controls={anchor ? menuId : undefined}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {t('table.columns')}
      </Button>
      <Menu
        id={menuId}
        anchorEl={anchor}
        open={Boolean(anchor)}
        onClose={() => setAnchor(null)}
      >
        {columns.map(({ id, title }) => (
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
            {title}
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
