import { useId, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ActionMenu } from '../ActionMenu/ActionMenu';
import { orionReactTranslationRef } from '../../translation';
import { DataTableProps } from './types';

interface Opened {
  key: string;
  anchor: HTMLElement;
}

/** One menu for all rows: a menu per row would be drawn thousands of times. */
export function useRowMenu<T>({
  rows,
  rowKey,
  rowName,
  menu,
}: Pick<DataTableProps<T>, 'rows' | 'rowKey' | 'rowName' | 'menu'>) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const id = useId();
  const [opened, setOpened] = useState<Opened>();
  // By its key: the rows below it may have changed since it was opened.
  const row = opened && rows.find(one => rowKey(one) === opened.key);
  return {
    open: (key: string, anchor: HTMLElement) => setOpened({ key, anchor }),
    label: (name: string) => t('table.actionsOf', { name }),
    menu: row && menu && (
      <ActionMenu
        id={id}
        label={t('table.actionsOf', { name: rowName(row) })}
        anchor={opened.anchor}
        actions={menu(row)}
        onClose={() => setOpened(undefined)}
      />
    ),
  };
}
