import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, EntityProvider } from '@backstage/plugin-catalog-react';
import { AnswerFirstLayout } from './AnswerFirstLayout';
import { isFromProxmox } from './catalogModule';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'r730-1001',
    annotations: { 'backstage.io/managed-by-location': 'orion-proxmox:r730' },
  },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/left' }],
};

function show(found: unknown[]) {
  renderInTestApp(
    <EntityProvider entity={entity}>
      <AnswerFirstLayout
        cards={[
          { type: 'info', element: <p key="about">About</p> },
          { type: 'content', element: <p key="guest">Guest</p> },
          { element: <p key="relations">Relations</p> },
        ]}
      />
    </EntityProvider>,
    {
      apis: [
        [
          catalogApiRef,
          {
            getEntitiesByRefs: async () => ({ items: found }),
            getEntityAncestors: async () => ({ items: [{ entity }] }),
          },
        ],
      ] as never,
    },
  );
}

describe('AnswerFirstLayout', () => {
  it('draws and reads out the content before the facts', async () => {
    show([entity]);
    await screen.findByText('Guest');
    expect(
      screen
        .getAllByText(/^(About|Guest|Relations)$/)
        .map(({ textContent }) => textContent),
    ).toEqual(['Guest', 'Relations', 'About']);
  });

  it('keeps the warnings of the catalog', async () => {
    show([undefined]);
    expect(await screen.findByText(/group:default\/left/)).toBeInTheDocument();
  });

  it('is for what ORION reads out of Proxmox, and nothing else', () => {
    expect(isFromProxmox(entity)).toBe(true);
    expect(
      isFromProxmox({ ...entity, metadata: { name: 'a-component' } }),
    ).toBe(false);
  });
});
