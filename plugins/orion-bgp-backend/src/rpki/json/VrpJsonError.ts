/** The text is not what a validator writes: damaged, cut off, too long, or without VRPs. */
export class VrpJsonError extends Error {
  readonly name = 'VrpJsonError';
}
