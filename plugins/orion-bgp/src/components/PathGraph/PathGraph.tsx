import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import { toneColor } from '@orion/backstage-plugin-orion-react';
import { GraphEdge, GraphNode, pathGraph } from '../../lib/pathGraph';
import { useAsNames } from '../../hooks/useAsNames';
import { pathAsns } from '../../lib/pathAsns';
import { orionBgpTranslationRef } from '../../translation';

/** Two lines: the number, and the name that may come later. */
const NODE = { width: 132, height: 36 };
const STEP = { x: 174, y: 52 };
const MARGIN = 8;
const DASHES: Partial<Record<GraphEdge['state'], string>> = {
  received: '1.5 4',
  rejected: '5 4',
};

/** The ways to a prefix, from the routers on the left to the origins on the right. */
export function PathGraph({ routes }: { routes: Route[] }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { palette } = useTheme();
  const { nodes, edges, columns, rows } = pathGraph(routes);
  const { nameOf } = useAsNames(
    routes.flatMap(({ asPath }) => pathAsns(asPath)),
  );
  const byId = new Map(nodes.map(node => [node.id, node]));
  const width = (columns - 1) * STEP.x + NODE.width + 2 * MARGIN;
  const height = (rows - 1) * STEP.y + NODE.height + 2 * MARGIN;
  const label = t('graph.label', {
    paths: String(routes.length),
    origins: nodes
      .filter(({ origin }) => origin)
      .map(node => node.label)
      .join(', '),
  });
  const colors: Record<GraphEdge['state'], string> = {
    best: toneColor(palette.mode, 'good'),
    accepted: palette.text.secondary,
    received: palette.text.secondary,
    rejected: toneColor(palette.mode, 'bad'),
  };
  return (
    <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="img" aria-label={label}>
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        aria-hidden="true"
        style={{ display: 'block' }}
      >
        {edges.map(({ from, to, state }) => (
          <path
            key={`${from} ${to}`}
            d={curve(byId.get(from)!, byId.get(to)!)}
            fill="none"
            stroke={colors[state]}
            strokeWidth={state === 'best' ? 2.5 : 1.5}
            strokeDasharray={DASHES[state]}
          />
        ))}
        {nodes.map(node => (
          <NodeBox
            key={node.id}
            node={node}
            name={/^\d+$/.test(node.id) ? nameOf(Number(node.id)) : undefined}
          />
        ))}
      </svg>
      <Box
        aria-hidden="true"
        sx={{
          display: 'flex',
          gap: 2,
          fontSize: '0.75rem',
          color: 'text.secondary',
        }}
      >
        <span>━ {t('route.best')}</span>
        <span>─ {t('route.accepted')}</span>
        {edges.some(({ state }) => state === 'received') && (
          <span>┈ {t('route.received')}</span>
        )}
        <span>┄ {t('route.rejected')}</span>
      </Box>
    </Box>
  );
}

function NodeBox({ node, name }: { node: GraphNode; name?: string }) {
  const { palette } = useTheme();
  const { x, y } = corner(node);
  const middle = y + NODE.height / 2;
  return (
    <g>
      <title>{name ? `${node.label}, ${name}` : node.label}</title>
      <rect
        x={x}
        y={y}
        width={NODE.width}
        height={NODE.height}
        rx={node.column === 0 ? 14 : 4}
        fill={palette.background.paper}
        stroke={node.origin ? palette.text.primary : palette.text.secondary}
        strokeWidth={node.origin ? 2 : 1}
      />
      <text
        x={x + NODE.width / 2}
        y={name ? middle - 7 : middle}
        textAnchor="middle"
        dominantBaseline="central"
        fontSize="13"
        fill={palette.text.primary}
      >
        {cut(node.label, 17)}
      </text>
      {name && (
        <text
          x={x + NODE.width / 2}
          y={middle + 9}
          textAnchor="middle"
          dominantBaseline="central"
          fontSize="10.5"
          fill={palette.text.secondary}
        >
          {cut(name, 22)}
        </text>
      )}
    </g>
  );
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function corner({ column, row }: GraphNode) {
  return { x: MARGIN + column * STEP.x, y: MARGIN + row * STEP.y };
}

function curve(from: GraphNode, to: GraphNode): string {
  const start = corner(from);
  const end = corner(to);
  const x1 = start.x + NODE.width;
  const y1 = start.y + NODE.height / 2;
  const y2 = end.y + NODE.height / 2;
  const bend = (end.x - x1) / 2;
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${end.x - bend} ${y2} ${end.x} ${y2}`;
}
