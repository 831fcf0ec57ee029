import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { ChangeKind } from './ChangeKind';

/** What a domain's module gets of the pipeline before it starts. @public */
export interface ChangeKindsExtensionPoint {
  /** Throws when a kind of the same id is already there. */
  addChangeKind<TInput extends JsonObject>(kind: ChangeKind<TInput>): void;
}

/**
 * Where a domain registers its kinds of change.
 *
 * @public
 */
export const changeKindsExtensionPoint =
  createExtensionPoint<ChangeKindsExtensionPoint>({
    id: 'orion-changes.kinds',
  });
