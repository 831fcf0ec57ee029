import type { z as Zod } from 'zod/v3';

/** What names a session in the input of an action. */
export function sessionKeyInput(z: typeof Zod) {
  return {
    router: z.string().max(31),
    session: z
      .string()
      .max(100)
      .describe("BIRD's protocol name, or GoBGP's neighbor address"),
  };
}
