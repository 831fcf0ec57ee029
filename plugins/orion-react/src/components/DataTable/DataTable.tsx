import useMediaQuery from '@mui/material/useMediaQuery';
import { useTheme } from '@mui/material/styles';
import { DataCards } from './DataCards';
import { DataGrid } from './DataGrid';
import { DataTableProps } from './types';

/**
 * Rows as a grid, or as cards on a phone. Sorting, filtering and paging belong
 * to the server: the table shows what it is given.
 *
 * @public
 */
export function DataTable<T>(props: DataTableProps<T>) {
  const narrow = useMediaQuery(useTheme().breakpoints.down('sm'), {
    noSsr: true,
  });
  return narrow ? <DataCards {...props} /> : <DataGrid {...props} />;
}
