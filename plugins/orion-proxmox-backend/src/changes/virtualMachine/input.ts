import { z } from 'zod';

const entityRef = (kind: string) =>
  z
    .string()
    .max(200)
    .regex(
      new RegExp(`^${kind}:[a-z0-9-]+/[A-Za-z0-9_.-]+$`),
      `must be a reference like ${kind}:default/name`,
    );

/** OpenSSH public key types a cloud-init image accepts. */
const SSH_KEY =
  /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh\.com) [A-Za-z0-9+/]{40,4000}={0,2}( [^\r\n]{0,200})?$/;

/** Input of `virtual-machine.create`. */
export const createInputSchema = z.strictObject({
  cluster: z.string().min(1).max(31),
  name: z
    .string()
    .min(3, 'use 3 to 63 characters')
    .max(63, 'use 3 to 63 characters')
    .regex(
      /^[a-z][a-z0-9-]*[a-z0-9]$/,
      'use a-z, 0-9 and -, begin with a letter, do not end with -',
    ),
  owner: entityRef('group'),
  system: entityRef('system').optional(),
  domain: z
    .enum([
      'infrastructure',
      'networking',
      'platform',
      'applications',
      'ipam',
      'ai-agents',
      'observability',
    ])
    .describe('What the machine is for'),
  purpose: z.string().max(500).optional(),
  node: z.string().max(63).default('best-fit'),
  image: z.string().max(63),
  size: z.string().max(31),
  network: z.string().max(63),
  sshKeys: z
    .array(z.string().regex(SSH_KEY, 'must be one OpenSSH public key'))
    .min(1, 'give at least one key: there are no passwords')
    .max(20),
});

export type CreateInput = z.infer<typeof createInputSchema>;

/** Id of the kind that destroys what `virtual-machine.create` made. */
export const DESTROY_KIND = 'virtual-machine.destroy';

/** Input of {@link DESTROY_KIND}. */
export const destroyInputSchema = z.strictObject({
  cluster: z.string().min(1).max(31),
  vmid: z.number().int().min(100).max(999_999_999),
  /** Typed by whoever asks, so that nobody destroys the neighbour of what they meant. */
  name: z.string().min(1).max(63),
});

export type DestroyInput = z.infer<typeof destroyInputSchema>;
