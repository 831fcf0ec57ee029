/** A tool cannot be had here and now; what needs it is refused, and the rest runs. */
export class UnavailableError extends Error {}
