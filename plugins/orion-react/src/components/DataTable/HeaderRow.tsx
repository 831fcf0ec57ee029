import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';
import { ArrowDownIcon, ArrowUpIcon } from '../icons';
import { DataColumn, DataSort } from './types';

export interface HeaderRowProps<T> {
  columns: DataColumn<T>[];
  tracks: string;
  sort?: DataSort;
  onSort?: (sort: DataSort) => void;
  /** An empty first cell stands over the check boxes. */
  selectable: boolean;
  /** An empty last cell stands over the buttons of the rows. */
  actions: boolean;
}

/** The sticky header of a grid. */
export function HeaderRow<T>({
  columns,
  tracks,
  sort,
  onSort,
  selectable,
  actions,
}: HeaderRowProps<T>) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  return (
    <Box
      role="row"
      aria-rowindex={1}
      sx={{
        display: 'grid',
        gridTemplateColumns: tracks,
        alignItems: 'center',
        minHeight: 36,
        position: 'sticky',
        insetBlockStart: 0,
        zIndex: 2,
        backgroundColor: 'background.paper',
        borderBlockEnd: '1px solid',
        borderColor: 'divider',
        fontSize: '0.8125rem',
        fontWeight: 600,
      }}
    >
      {selectable && <span role="columnheader" />}
      {columns.map(column => (
        <Box
          key={column.id}
          role="columnheader"
          aria-sort={ariaSort(column, sort)}
          sx={{
            paddingInline: 1.5,
            textAlign: column.align ?? 'start',
            minWidth: 0,
            whiteSpace: 'nowrap',
          }}
        >
          {column.sortable && onSort ? (
            <ButtonBase
              onClick={() => onSort(nextSort(column, sort))}
              sx={{ font: 'inherit', gap: 0.5, minHeight: 32 }}
            >
              {column.title}
              {sort?.column === column.id &&
                (sort.descending ? (
                  <ArrowDownIcon size={12} />
                ) : (
                  <ArrowUpIcon size={12} />
                ))}
            </ButtonBase>
          ) : (
            column.title
          )}
        </Box>
      ))}
      {actions && <span role="columnheader" aria-label={t('table.actions')} />}
    </Box>
  );
}

function ariaSort<T>(column: DataColumn<T>, sort: DataSort | undefined) {
  if (!column.sortable) {
    return undefined;
  }
  if (sort?.column !== column.id) {
    return 'none' as const;
  }
  return sort.descending ? ('descending' as const) : ('ascending' as const);
}

function nextSort<T>(
  column: DataColumn<T>,
  sort: DataSort | undefined,
): DataSort {
  return {
    column: column.id,
    descending: sort?.column === column.id ? !sort.descending : false,
  };
}
