import Box from '@mui/material/Box';
import { AsNames } from '../../hooks/useAsNames';
import { pathAsns } from '../../lib/pathAsns';

/** The named systems of a path, one a line. */
export function PathNames({
  asPath,
  names,
}: {
  asPath: string;
  names: AsNames;
}) {
  const named = pathAsns(asPath).flatMap(asn => {
    const name = names.nameOf(asn);
    return name ? [{ asn, name }] : [];
  });
  return (
    <Box
      component="ul"
      sx={{
        listStyle: 'none',
        margin: 0,
        padding: 0,
        fontSize: '0.8125rem',
        color: 'text.secondary',
      }}
    >
      {named.map(({ asn, name }) => (
        <li key={asn}>
          AS{asn} <bdi>{name}</bdi>
        </li>
      ))}
    </Box>
  );
}
