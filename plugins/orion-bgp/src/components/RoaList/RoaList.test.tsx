import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { hoursAgo } from '../../tests/fakes';
import { RoaList } from './RoaList';

const roa = { prefix: '2001:db8::/32', maxLength: 48, asn: 64500 };

it('says whom a ROA names, under which anchor and until when', async () => {
  renderInTestApp(
    <RoaList
      roas={[
        { ...roa, trustAnchor: 'ripe', expiresAt: hoursAgo(-400) },
        { ...roa, trustAnchor: 'arin', expiresAt: hoursAgo(-1) },
        { ...roa, expiresAt: hoursAgo(1) },
        { ...roa, asn: 64501 },
      ]}
    />,
  );
  const [later, soon, ended, untold] = await screen.findAllByRole('listitem');
  expect(later).toHaveTextContent(
    /^2001:db8::\/32 up to \/48 by AS64500, trust anchor ripe ROA until /,
  );
  expect(soon).toHaveTextContent(/trust anchor arin ExpiringROA until /);
  expect(ended).toHaveTextContent(/by AS64500 ExpiringROA ended /);
  expect(untold).toHaveTextContent(/by AS64501$/);
});
