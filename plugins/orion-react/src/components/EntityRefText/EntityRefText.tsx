import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router-dom';

/** An entity, and where its name leads. @public */
export interface EntityRefTextProps {
  /** `user:default/anna` */
  entityRef: string;
  /** Where it leads, resolved by the page through a route ref. */
  href?: string;
}

/** "anna" out of "user:default/anna"; another namespace stays visible. @public */
export function entityRefName(entityRef: string): string {
  const match = /^(?:([^:/]+):)?(?:([^:/]+)\/)?(.+)$/.exec(entityRef);
  if (!match) {
    return entityRef;
  }
  const [, , namespace, name] = match;
  return namespace && namespace !== 'default' ? `${namespace}/${name}` : name;
}

/**
 * An entity by its name, the whole reference on hover.
 *
 * @public
 */
export function EntityRefText({ entityRef, href }: EntityRefTextProps) {
  const name = <bdi>{entityRefName(entityRef)}</bdi>;
  return href ? (
    <Link component={RouterLink} to={href} title={entityRef}>
      {name}
    </Link>
  ) : (
    <span title={entityRef}>{name}</span>
  );
}
