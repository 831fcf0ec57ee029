/**
 * An error as the clients throw it: `ResponseError` with the backend's sentence
 * and, where it gives one, its word for programs.
 *
 * @public
 */
export function refusal(status: number, message: string, code?: string): Error {
  return Object.assign(new Error(`Request failed with ${status}`), {
    name: 'ResponseError',
    statusCode: status,
    body: {
      error: { name: 'Error', message, code },
      request: { method: 'GET', url: '/' },
      response: { statusCode: status },
    },
  });
}

/** What `fetch` throws when nothing answered at all. @public */
export function silence(): Error {
  return new TypeError('Failed to fetch');
}
