import { ReactNode } from 'react';
import { MenuAction } from '../ActionMenu/ActionMenu';

/** One column of a {@link DataTable}. @public */
export interface DataColumn<T> {
  /** Unique in the table; also what {@link DataSort} names. */
  id: string;
  /** Heading of the column. */
  title: string;
  /** A CSS grid track, for example `minmax(12rem, 2fr)`. */
  width: string;
  /** `end` for numbers. Default `start`. */
  align?: 'start' | 'end';
  /** Only where the server can sort by it. */
  sortable?: boolean;
  /** Names the row. Default: the first column does. */
  rowHeader?: boolean;
  /** Content of the cell; one line, since rows have a fixed height. */
  render: (row: T) => ReactNode;
}

/** How the server sorted the rows. @public */
export interface DataSort {
  /** Id of a column. */
  column: string;
  /** False: ascending. */
  descending: boolean;
}

/** What a table shows and what its rows do. @public */
export interface DataTableProps<T> {
  /** Name of the table for assistive technology. */
  label: string;
  /**
   * From left to right; the first names the row unless another is the
   * `rowHeader`.
   */
  columns: DataColumn<T>[];
  /** All that was read so far; only those in view are drawn. */
  rows: T[];
  /** All rows that match on the server; tells assistive technology the real count. */
  total?: number;
  /** Stable over reads: selection and drawing go by it. */
  rowKey: (row: T) => string;
  /** Names the row where it is selected. */
  rowName: (row: T) => string;
  /** The row's content on a phone. */
  card: (row: T) => ReactNode;
  /** A click beside links and buttons, or Enter. */
  onOpen: (row: T) => void;
  /** What the "..." of a row offers; without it no row has one. */
  menu?: (row: T) => MenuAction[];
  /** Dimmed, because it no longer belongs here. */
  faded?: (row: T) => boolean;
  /** Absent: the order has no column. */
  sort?: DataSort;
  /** Absent: headings are no buttons. */
  onSort?: (sort: DataSort) => void;
  /** Asks for the next page; absent at the end. */
  onMore?: () => void;
  /** The next page is on its way. */
  loadingMore?: boolean;
  /**
   * Keys of selected rows; absent: rows cannot be selected. `onChange` gets a
   * new set.
   */
  selection?: {
    selected: ReadonlySet<string>;
    onChange: (selected: Set<string>) => void;
  };
  /** Height of the scrolling box. */
  maxHeight?: string;
  /** Below this width the table scrolls sideways inside its box. */
  minWidth?: number;
  /** Pixels, the same for all rows. Default 36. */
  rowHeight?: number;
}
