export async function test(..._args: unknown[]): Promise<void> {}
