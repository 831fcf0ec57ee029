import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { MoreIcon } from '../icons';
import { touchArea } from '../PageBody/touchArea';
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
  });
  const virtual = totalHeight !== undefined;
  const rowMenu = useRowMenu(props);
  return (
    <Box
      ref={box}
      sx={
        virtual
          ? { maxHeight: 'calc(100vh - 200px)', overflow: 'auto' }
          : undefined
      }
    >
      <Box
        component="ul"
        aria-label={props.label}
        sx={{
          listStyle: 'none',
          margin: 0,
          padding: 0,
          position: 'relative',
          height: totalHeight,
        }}
      >
        {drawn.map(({ index, start }) => {
          const row = rows[index];
          return (
            row !== undefined && (
              <Box
                component="li"
                key={props.rowKey(row)}
                ref={measure}
                data-index={index}
                aria-setsize={props.total ?? rows.length}
                aria-posinset={index + 1}
                onClick={event => {
                  if (!(event.target as HTMLElement).closest('a,button')) {
                    props.onOpen(row);
                  }
                }}
                sx={{
                  paddingBlockEnd: 1,
                  color: props.faded?.(row) ? 'text.secondary' : 'text.primary',
                  ...(start === undefined
                    ? {}
                    : {
                        position: 'absolute',
                        insetInline: 0,
                        insetBlockStart: 0,
                        transform: `translateY(${start}px)`,
                      }),
                }}
              >
                <Box
                  sx={{
                    border: '1px solid',
                    borderColor: 'divider',
                    borderRadius: '4px',
                    backgroundColor: 'background.paper',
                    padding: 1.5,
                    minHeight: 60,
                    cursor: 'pointer',
                    '& a': touchArea,
                    display: 'flex',
                    gap: 1,
                  }}
                >
                  <Box sx={{ flex: 1, minWidth: 0 }}>{props.card(row)}</Box>
                  {props.menu && (
                    <IconButton
                      aria-label={rowMenu.label(props.rowName(row))}
                      aria-haspopup="menu"
                      onClick={event =>
                        rowMenu.open(props.rowKey(row), event.currentTarget)
                      }
                      // Into the card's own padding, so that no card grows by it.
                      sx={{
                        flex: 'none',
                        width: 44,
                        height: 44,
                        margin: -1.5,
                        marginInlineStart: 0,
                      }}
                    >
                      <MoreIcon />
                    </IconButton>
                  )}
                </Box>
              </Box>
            )
          );
        })}
      </Box>
      <MoreButton onMore={props.onMore} loading={props.loadingMore} />
      {rowMenu.menu}
    </Box>
  );
}
