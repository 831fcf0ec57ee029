import { DataSort } from '@orion/backstage-plugin-orion-react';
import { Guest, GuestSort } from '@orion/backstage-plugin-orion-proxmox-common';

/** What may be written as `field:value`. */
export const guestFilterFields = [
  'name',
  'status',
  'node',
  'tag',
  'owner',
  'cluster',
  'vmid',
  'managed',
] as const;

const sorts: GuestSort[] = [
  'name',
  'vmid',
  'status',
  'node',
  'memory',
  'cpu',
  'owner',
];

/** Reads `-cpu` of the URL; anything else sorts by name. */
export function parseSort(text: string): {
  column: GuestSort;
  descending: boolean;
} {
  const descending = text.startsWith('-');
  const column = sorts.find(sort => sort === text.replace(/^-/, ''));
  return column
    ? { column, descending }
    : { column: 'name', descending: false };
}

/** What {@link parseSort} reads back. */
export function formatSort({ column, descending }: DataSort): string {
  return `${descending ? '-' : ''}${column}`;
}

/** Complete tokens to choose from, out of the rows at hand. */
export function suggestTokens(guests: Guest[]): string[] {
  const tokens = new Set<string>([
    'status:running',
    'status:stopped',
    'managed:true',
  ]);
  for (const { node, cluster, owner, tags } of guests) {
    tokens.add(`node:${node}`);
    tokens.add(`cluster:${cluster}`);
    if (owner) {
      tokens.add(`owner:${owner.replace(/^group:default\//, '')}`);
    }
    tags.forEach(tag => tokens.add(`tag:${tag}`));
  }
  return [...tokens].slice(0, 100);
}
