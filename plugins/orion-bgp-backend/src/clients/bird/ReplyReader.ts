/** How a reply ended: the code and text of its last line, and what came behind it. */
export interface ReplyEnd {
  code: number;
  text: string;
  /** Bytes of the last chunk that are no longer part of the reply. */
  rest: Uint8Array;
}

/**
 * Takes one reply of BIRD's control socket as its bytes come. Lines are
 * `NNNN-text` (more to come) or `NNNN text` (the last one); a line that starts
 * with a space has the code of the line before, and one that starts with `+`
 * was not asked for.
 *
 * Throws a `RouteSourceError` of kind `protocol` on bytes that are no reply.
 */
export interface ReplyReader {
  /** A promise asks for patience: no chunk before it is settled. */
  push(chunk: Uint8Array): void | Promise<void>;
  /** Defined once the last line was read; `push` must not be called any more. */
  readonly end: ReplyEnd | undefined;
}
