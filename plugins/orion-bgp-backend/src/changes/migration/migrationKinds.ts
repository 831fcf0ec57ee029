import { RouterKindOptions } from '../RouterKind';
import { CrossingDirection } from './crossing/crossingSteps';
import { crossingInputSchema, rollBackInputSchema } from './migrationInput';

/** What one of the kinds is. */
export interface MigrationKindOptions extends RouterKindOptions {
  /** "Cut over", with which the title of a change begins. */
  verb: string;
  direction: CrossingDirection;
}

/** The kinds of change of a migration. */
export const migrationKinds: MigrationKindOptions[] = [
  {
    id: 'bgp-migration.cut-over',
    title: 'Cut sessions over to the other router',
    description:
      'Silences the router in service and lets the other one speak, when every gate passes.',
    destructive: true,
    inputSchema: crossingInputSchema,
    verb: 'Cut over',
    direction: 'over',
  },
  {
    id: 'bgp-migration.roll-back',
    title: 'Roll sessions back to the router before',
    description:
      'Silences the router that took over and lets the one before speak again.',
    destructive: false,
    inputSchema: rollBackInputSchema,
    verb: 'Roll back',
    direction: 'back',
  },
  {
    id: 'bgp-migration.rehearse',
    title: 'Rehearse a cut-over and the way back',
    description:
      'Goes over to the other router and back at once, each step proven.',
    destructive: true,
    inputSchema: crossingInputSchema,
    verb: 'Rehearse',
    direction: 'both',
  },
];
