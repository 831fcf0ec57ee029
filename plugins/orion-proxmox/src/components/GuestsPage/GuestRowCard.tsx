import Box from '@mui/material/Box';
import {
  EntityRefText,
  formatBytesOf,
  formatPercent,
  guestStatusWord,
  StatusChip,
} from '@orion/backstage-plugin-orion-react';
import { Guest } from '@orion/backstage-plugin-orion-proxmox-common';
import { GuestName } from './guestColumns';

export interface GuestRowCardProps {
  guest: Guest;
  href: string;
  stale: boolean;
}

/** A guest on a phone: name, status, owner first. */
export function GuestRowCard({ guest, href, stale }: GuestRowCardProps) {
  const { status, owner, node, load, memoryUsedBytes, memoryBytes, addresses } =
    guest;
  return (
    <Box sx={{ display: 'grid', gap: 0.5, fontSize: '0.875rem' }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          alignItems: 'center',
        }}
      >
        <Box
          sx={{
            flex: 1,
            fontWeight: 600,
            overflowWrap: 'anywhere',
            minWidth: '12ch',
          }}
        >
          <GuestName guest={guest} href={href} />
        </Box>
        <StatusChip plain stale={stale} word={guestStatusWord(status)} />
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2 }}>
        {owner && <EntityRefText entityRef={owner} />}
        <span>{node}</span>
        <span>{formatPercent(load)}</span>
        <span>{formatBytesOf(memoryUsedBytes, memoryBytes)}</span>
        <span>{addresses[0]}</span>
      </Box>
    </Box>
  );
}
