/**
 * What the tests and the development apps of ORION's pages share. Not for
 * production code.
 *
 * @packageDocumentation
 */
export { answerAs, type Behaviour } from './answerAs';
export { createDevStates, type DevStates } from './createDevStates';
export { refusal, silence } from './refusal';
export { createChangesStandIn, createScaffolderStandIn } from './standIns';
