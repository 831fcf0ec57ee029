import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import { FilterBox, FilterBoxProps } from './FilterBox';

/** @public */
export interface FilterRowProps extends FilterBoxProps {
  /** How many it leaves, of how many; absent while nobody knows. */
  shown?: string;
  /** What is new and not in the list yet. */
  fresh?: ReactNode;
  /** What else belongs to the list, such as its columns. */
  children?: ReactNode;
}

/** The filter above a list, and how many it leaves. @public */
export function FilterRow({
  shown,
  fresh,
  children,
  ...filter
}: FilterRowProps) {
  return (
    <Box
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}
    >
      <FilterBox {...filter} />
      {/* Before what is pressed often: only the box gives it room. */}
      {fresh}
      {shown !== undefined && (
        <Box
          component="span"
          role="status"
          sx={{ fontVariantNumeric: 'tabular-nums' }}
        >
          {shown}
        </Box>
      )}
      {children}
    </Box>
  );
}
