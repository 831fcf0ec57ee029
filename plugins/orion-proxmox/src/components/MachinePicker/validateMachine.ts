import { ApiHolder, translationApiRef } from '@backstage/frontend-plugin-api';
import { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import {
  changesApiRef,
  describeError,
} from '@orion/backstage-plugin-orion-react';
import { proxmoxApiRef } from '../../api/proxmoxApiRef';
import { dryRun } from '../../lib/dryRun';
import { MachineValue, toOrder } from '../../lib/order';
import { orionProxmoxTranslationRef } from '../../translation';

/** Before the review: what ORION would refuse is said here, under the field. */
export const validateMachine: CustomFieldValidator<MachineValue> = async (
  value,
  field,
  { apiHolder, formData },
) => {
  const texts = translate(apiHolder);
  const { cluster, size, image, network } = value ?? {};
  if (!cluster || !size || !image || !network) {
    field.addError(texts('machine.missing'));
    return;
  }
  const changes = apiHolder.get(changesApiRef);
  const order = toOrder(formData, value);
  if (!changes || !order) {
    return;
  }
  try {
    const offered = await apiHolder.get(proxmoxApiRef)?.getOptions(cluster);
    if (offered?.freshness.stale) {
      field.addError(texts('machine.clusterSilent'));
      return;
    }
    const { policy } = await dryRun(changes, order);
    policy
      .filter(({ verdict }) => verdict === 'deny')
      .forEach(({ message }) => field.addError(message));
  } catch (error) {
    const { message, silent } = describeError(error);
    field.addError(silent ? texts('machine.silent') : message);
  }
};

/** The texts outside of a component; the keys themselves where no app is around. */
function translate(apiHolder: ApiHolder) {
  const snapshot = apiHolder
    .get(translationApiRef)
    ?.getTranslation(orionProxmoxTranslationRef);
  return (
    key: 'machine.missing' | 'machine.silent' | 'machine.clusterSilent',
  ): string => (snapshot?.ready ? snapshot.t(key) : key);
}
