/** A record of guests and their addresses. */
export interface GuestInventory {
  /** Names it in messages: "NetBox". */
  readonly name: string;
  /** Names of guests with an address in one of the prefixes. @throws Error */
  listGuests(prefixes: string[], signal: AbortSignal): Promise<string[]>;
}
