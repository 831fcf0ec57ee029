import { ConfigApi } from '@backstage/frontend-plugin-api';

/** The identity provider as people know it. */
export function readProviderTitle(config: ConfigApi): string {
  return (
    config.getOptionalString('orion.signIn.providerTitle') ??
    'your identity provider'
  );
}
