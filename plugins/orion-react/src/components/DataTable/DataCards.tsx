import { useMemo, useRef } from 'react';
import Box from '@mui/material/Box';
import { CardList } from './CardList';
import { CardHandlers, DataCard } from './DataCard';
import { MoreButton } from './MoreButton';
import { DataTableProps } from './types';
import { useRowMenu } from './useRowMenu';
import { useRows } from './useRows';

const CARD_HEIGHT = 92;

/** Rows as cards for narrow screens. */
export function DataCards<T>(props: DataTableProps<T>) {
  const { rows } = props;
  const { box, drawn, totalHeight, measure } = useRows({
    count: rows.length,
    rowHeight: CARD_HEIGHT,
    active: 0,
    // A flick on a phone shows few cards at once, and each costs more than a row.
    overscan: 5,
  });
  const virtual = totalHeight !== undefined;
  const rowMenu = useRowMenu(props);
  const latest = useRef({ props, rowMenu });
  latest.current = { props, rowMenu };
  const on = useMemo<CardHandlers>(
    () => ({
      open: index => {
        const { rows: now, onOpen } = latest.current.props;
        if (now[index] !== undefined) {
          onOpen(now[index]);
        }
      },
      menu: (index, anchor) => {
        const { rows: now, rowKey } = latest.current.props;
        if (now[index] !== undefined) {
          latest.current.rowMenu.open(rowKey(now[index]), anchor);
        }
      },
    }),
    [],
  );
  return (
    <Box
      ref={box}
      sx={
        virtual
          ? { maxHeight: 'calc(100vh - 200px)', overflow: 'auto' }
          : undefined
      }
    >
      <CardList label={props.label} height={totalHeight}>
        {drawn.map(({ index, start }) => {
          const row = rows[index];
          return (
            row !== undefined && (
              <DataCard
                key={props.rowKey(row)}
                row={row}
                index={index}
                count={props.total ?? rows.length}
                start={start}
                faded={props.faded?.(row) ?? false}
                actions={
                  props.menu ? rowMenu.label(props.rowName(row)) : undefined
                }
                card={props.card}
                measure={measure}
                on={on}
              />
            )
          );
        })}
      </CardList>
      <MoreButton onMore={props.onMore} loading={props.loadingMore} />
      {rowMenu.menu}
    </Box>
  );
}
