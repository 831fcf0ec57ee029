import { useId } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Route, TableState } from '@orion/backstage-plugin-orion-bgp-common';
import {
  Fact,
  FactList,
  focusRing,
  PartialBanner,
  TimeAgo,
  Unknown,
} from '@orion/backstage-plugin-orion-react';
import { useAsNames } from '../../hooks/useAsNames';
import { useAspaText } from '../../hooks/useAspaText';
import { useFilterReason } from '../../hooks/useFilterReason';
import { useHrefs } from '../../hooks/useHrefs';
import { pathAsns } from '../../lib/pathAsns';
import { orionBgpTranslationRef } from '../../translation';
import { LtrText } from '../LtrText/LtrText';
import { PathNames } from '../AsName/PathNames';
import { RoaList } from '../RoaList/RoaList';
import { AspaMark } from './AspaMark';
import { ExportedTo } from './ExportedTo';
import { RouteStateMark } from './RouteStateMark';
import { RpkiMark } from './RpkiMark';

export interface RouteDetailsProps {
  route: Route;
  /** Why it is not to be taken as what is now. */
  note?: string;
  /** Of the answer it is from: what was read of its router. */
  tables: TableState[];
  onClose: () => void;
}

/** Everything about one path. */
export function RouteDetails(props: RouteDetailsProps) {
  const { route, note, tables, onClose } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const title = useId();
  const hrefs = useHrefs();
  const aspaText = useAspaText();
  const why = useFilterReason()(route);
  const names = useAsNames(pathAsns(route.asPath));
  const { aspa, session, router, rpki, communities } = route;
  return (
    <Dialog
      open
      onClose={onClose}
      maxWidth="md"
      fullWidth
      aria-labelledby={title}
      sx={focusRing}
    >
      <DialogTitle id={title} sx={{ fontFamily: 'monospace' }}>
        <bdi dir="ltr">{route.prefix}</bdi>
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        {note && <PartialBanner>{note}</PartialBanner>}
        <FactList>
          <Fact term={t('route.state')}>
            <RouteStateMark route={route} />
          </Fact>
          {why && <Fact term={t('route.why')}>{why}</Fact>}
          <Fact term={t('route.from')}>
            <bdi dir="ltr">
              {session ?? t('route.own')}, {router}
            </bdi>
          </Fact>
          <Fact term={t('route.path')}>
            {route.asPath ? (
              <bdi dir="ltr">{route.asPath}</bdi>
            ) : (
              t('route.emptyPath')
            )}
            <PathNames asPath={route.asPath} names={names} />
          </Fact>
          <Fact term={t('route.nextHop')}>
            <LtrText text={route.nextHop} />
          </Fact>
          {route.nextHopLinkLocal && (
            <Fact term={t('route.linkLocal')}>
              <LtrText text={route.nextHopLinkLocal} />
            </Fact>
          )}
          <Fact term={t('route.origin')}>{route.bgpOrigin ?? <Unknown />}</Fact>
          <Fact term={t('route.localPref')}>
            {route.localPref ?? <Unknown />}
          </Fact>
          <Fact term={t('route.med')}>{route.med ?? <Unknown />}</Fact>
          {route.aggregator && (
            <Fact term={t('route.aggregator')}>{route.aggregator}</Fact>
          )}
          {route.otc !== undefined && (
            <Fact term={t('route.otc')}>AS{route.otc}</Fact>
          )}
          <Fact term={t('route.exportedTo')}>
            <ExportedTo
              route={route}
              table={tables.find(table => table.router === router)}
            />
          </Fact>
          <Fact term={t('route.since')}>
            {route.since ? <TimeAgo at={route.since} /> : <Unknown />}
          </Fact>
          {route.unknownAttributes.map(({ type, value }) => (
            <Fact
              key={type}
              term={t('route.unknownAttribute', { type: String(type) })}
            >
              <code>{value}</code>
            </Fact>
          ))}
        </FactList>
        <Box>
          <strong>{t('route.rpki')}</strong> <RpkiMark explained rpki={rpki} />
          {rpki.covering.length > 0 && (
            <Box sx={{ marginBlock: 0.5 }}>
              <RoaList roas={rpki.covering} />
            </Box>
          )}
        </Box>
        {aspa && (
          <Box>
            <strong>{t('aspa.title')}</strong> <AspaMark aspa={aspa} />{' '}
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {aspaText(aspa)}
            </Box>
          </Box>
        )}
        {communities.length > 0 && (
          <Box>
            <strong>{t('route.communities')}</strong>
            <Box component="ul" sx={{ marginBlock: 0.5 }}>
              {communities.map(({ kind, value, meaning }) => (
                <li key={`${kind} ${value}`}>
                  <code dir="ltr">{value}</code> {meaning}
                </li>
              ))}
            </Box>
          </Box>
        )}
      </DialogContent>
      <DialogActions>
        <Button component={RouterLink} to={hrefs.prefix(route.prefix)}>
          {t('prefix.open')}
        </Button>
        <Button onClick={onClose}>{t('route.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
