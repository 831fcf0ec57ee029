export { OIDC_FAULTS, startOidc, type OidcOptions } from './startOidc';
export { labAccounts, type LabAccount } from './accounts';
