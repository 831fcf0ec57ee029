/**
 * So many characters of a text at most, and none that is half: of what has a lone
 * surrogate, PostgreSQL takes no JSON.
 */
export function cutText(text: string, most: number): string {
  return text
    .slice(0, most)
    .replace(/\p{Cs}$/u, '')
    .replace(/\p{Cs}/gu, '\ufffd');
}
