import Box from '@mui/material/Box';
import {
  EntityOrphanWarning,
  EntityProcessingErrorsPanel,
  EntityRelationWarning,
  EntitySwitch,
  hasCatalogProcessingErrors,
  hasRelationWarnings,
  isOrphan,
} from '@backstage/plugin-catalog';
import { EntityContentLayoutProps } from '@backstage/plugin-catalog-react/alpha';

type Cards = EntityContentLayoutProps['cards'];

/**
 * The framework's own layout puts the About card before everything where there
 * is one column: a phone would show no status before its owner scrolled.
 */
export function AnswerFirstLayout({ cards }: EntityContentLayoutProps) {
  const info = cards.filter(({ type }) => type === 'info');
  const content = cards.filter(({ type }) => type !== 'info');
  return (
    <Box sx={{ display: 'grid', gap: 3 }}>
      <Warnings />
      <Box
        sx={{
          display: 'grid',
          gap: { xs: 2, md: 3 },
          alignItems: 'start',
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            md: info.length > 0 ? 'minmax(0, 2fr) minmax(0, 1fr)' : undefined,
          },
        }}
      >
        <Column answers cards={content} />
        <Column cards={info} />
      </Box>
    </Box>
  );
}

/** `answers`: the first card is the answer. */
function Column({ cards, answers }: { cards: Cards; answers?: boolean }) {
  return cards.length === 0 ? null : (
    <Box
      sx={{
        display: 'grid',
        gap: { xs: 2, md: 3 },
        gridTemplateColumns: 'minmax(0, 1fr)',
        // Its code comes after that of the others, which would jump away then.
        // A card may have nothing to say.
        '& > :empty': { display: 'none' },
        '& > .answer:not(:has(section))': { minHeight: { xs: 250, md: 190 } },
      }}
    >
      {cards.map(({ element }, index) => (
        <div
          key={element.key ?? index}
          className={answers && index === 0 ? 'answer' : undefined}
        >
          {element}
        </div>
      ))}
    </Box>
  );
}

/** What is wrong with the entry itself, as on every other page of the catalog. */
function Warnings() {
  return (
    <Box sx={{ display: 'grid', gap: 2, '&:empty': { display: 'none' } }}>
      <EntitySwitch>
        <EntitySwitch.Case if={isOrphan}>
          <EntityOrphanWarning />
        </EntitySwitch.Case>
      </EntitySwitch>
      <EntitySwitch>
        <EntitySwitch.Case if={hasRelationWarnings}>
          <EntityRelationWarning />
        </EntitySwitch.Case>
      </EntitySwitch>
      <EntitySwitch>
        <EntitySwitch.Case if={hasCatalogProcessingErrors}>
          <EntityProcessingErrorsPanel />
        </EntitySwitch.Case>
      </EntitySwitch>
    </Box>
  );
}
