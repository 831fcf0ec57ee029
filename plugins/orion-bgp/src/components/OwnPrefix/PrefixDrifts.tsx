import Box from '@mui/material/Box';
import { useOrderRefusal } from '../../hooks/useOrderRefusal';
import { isOldOwn } from '../../lib/isOldOwn';
import { DriftNote } from '../DriftNote/DriftNote';
import { PrefixActionsProps } from './PrefixActions';

/** Where an own prefix is not as a change decided, with the refusals of its menu. */
export function PrefixDrifts({ item, own }: PrefixActionsProps) {
  const refusal = useOrderRefusal(isOldOwn(own, item));
  const { actionRouters } = own.data;
  return (
    <>
      {item.drifts.map(drift => (
        <Box key={drift.router} sx={{ gridColumn: '1 / -1', marginBlock: 0.5 }}>
          <DriftNote
            drift={drift}
            refusal={
              actionRouters.includes(drift.router) ? refusal : 'readOnly'
            }
            onForgotten={own.retry}
          />
        </Box>
      ))}
    </>
  );
}
