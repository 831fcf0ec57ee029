import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Migration } from '@orion/backstage-plugin-orion-bgp-common';
import { MenuAction } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../translation';
import { useForm } from './useForm';
import { useOrderRefusal } from './useOrderRefusal';

/**
 * What can be done in a migration now, each the way into a form that is filled
 * in, or why not. Absent where the portal has no templates.
 */
export function useMigrationActions(
  migration: Migration,
  stale: boolean,
): MenuAction[] | undefined {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const form = useForm();
  const orderRefusal = useOrderRefusal(stale);
  if (!form) {
    return undefined;
  }
  const { from, to, gates, neighbors, waiting, wayBack } = migration;
  const here = [...neighbors, ...waiting]
    .filter(({ standsIn }) => !standsIn)
    .map(pair => pair.from);
  const changed = wayBack.filter(({ byChange }) => byChange);
  // What a configuration gave the other router is no part of what went over; it is
  // filled in where there is nothing else to take back.
  const back = changed.length > 0 ? changed : wayBack;
  const blocking = gates.filter(({ state }) => state !== 'passed');
  const always = refuse();
  const over = always ?? (here.length === 0 ? 'nothingLeft' : undefined);
  const action = (
    id: 'rehearse' | 'cutOver' | 'rollBack',
    template: string,
    refusal:
      | ReturnType<typeof refuse>
      | 'nothingLeft'
      | 'nothingMoved'
      | 'gatesOpen',
    values: object,
  ): MenuAction => ({
    id,
    label: t(`actions.${id}`, { from, to }),
    hint: refusal ? t(`actions.${refusal}`) : t(`actions.${id}Hint`),
    off: refusal !== undefined,
    danger: id === 'cutOver',
    run: () => form(template, { from, to, ...values, reason: '' }),
  });
  // The name stays empty: whoever moves a router types where to.
  return [
    action(
      'rehearse',
      'bgp-migration-rehearse',
      over ??
        (blocking.some(({ id }) => id !== 'rollback-rehearsed')
          ? 'gatesOpen'
          : undefined),
      { sessions: here, name: '' },
    ),
    action(
      'cutOver',
      'bgp-migration-cut-over',
      over ?? (blocking.length > 0 ? 'gatesOpen' : undefined),
      { sessions: here, name: '' },
    ),
    // Asks no gate, and old news do not close it: the change itself looks anew.
    action(
      'rollBack',
      'bgp-migration-roll-back',
      always && always !== 'stale'
        ? always
        : (wayBack.length === 0 && 'nothingMoved') || undefined,
      {
        sessions: back.map(({ session }) => session),
        // One answer for all of them: who has no session of its own is silenced.
        keepNew: back.length > 0 && back.every(({ keepNew }) => keepNew),
      },
    ),
  ];

  function refuse() {
    if (!migration.actions) {
      return 'readOnly';
    }
    return orderRefusal;
  }
}
