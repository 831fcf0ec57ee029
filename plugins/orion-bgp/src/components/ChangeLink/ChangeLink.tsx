import { Link as RouterLink } from 'react-router-dom';
import Link from '@mui/material/Link';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { changeRouteRef } from '../../routes';

export interface ChangeLinkProps {
  changeId: number;
  text: string;
}

/** The way to a change; plain text where the portal has no page for it. */
export function ChangeLink({ changeId, text }: ChangeLinkProps) {
  const change = useRouteRef(changeRouteRef);
  return change ? (
    <Link
      component={RouterLink}
      to={change({ changeId: String(changeId) })}
      color="inherit"
    >
      {text}
    </Link>
  ) : (
    <>{text}</>
  );
}
