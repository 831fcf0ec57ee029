import { ReactNode } from 'react';
import { ChangeSummary } from '@orion/backstage-plugin-orion-changes-common';
import {
  changeStatusWord,
  DataColumn,
  EntityRefText,
  StatusChip,
} from '@orion/backstage-plugin-orion-react';
import { Counts } from '../Counts/Counts';

/** Every column, in its order. */
export const changeColumnIds = [
  'state',
  'change',
  'counts',
  'owner',
  'requester',
  'when',
] as const;

export type ChangeColumnId = (typeof changeColumnIds)[number];

/** All but the one that names the row. */
export const hideableChangeColumns = changeColumnIds.filter(
  id => id !== 'change',
);

export interface ChangeColumnsOptions {
  title: (id: ChangeColumnId) => string;
  stale: boolean;
  /** Number and title, as a link. */
  name: (change: ChangeSummary) => ReactNode;
  when: (change: ChangeSummary) => ReactNode;
}

/** The cells of the inbox. */
export function changeColumns(
  options: ChangeColumnsOptions,
): DataColumn<ChangeSummary>[] {
  const { title, stale, name, when } = options;
  const column = (
    id: ChangeColumnId,
    width: string,
    rest: Omit<DataColumn<ChangeSummary>, 'id' | 'title' | 'width'>,
  ) => ({ id, title: title(id), width, ...rest });
  return [
    column('state', '14.5rem', {
      render: ({ state }) => (
        <StatusChip plain stale={stale} word={changeStatusWord(state)} />
      ),
    }),
    column('change', 'minmax(14rem, 3fr)', { rowHeader: true, render: name }),
    column('counts', '10rem', {
      render: ({ counts }) => <Counts counts={counts} />,
    }),
    column('owner', 'minmax(7rem, 1fr)', {
      render: ({ owner }) => <EntityRefText entityRef={owner} />,
    }),
    column('requester', 'minmax(8rem, 1fr)', {
      render: ({ requester }) => <EntityRefText entityRef={requester} />,
    }),
    column('when', '9rem', { align: 'end', render: when }),
  ];
}
