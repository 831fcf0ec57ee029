import { useMemo, useState } from 'react';
import { createTheme, ThemeProvider } from '@mui/material/styles';
import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { formatMoment, toneColor } from '@orion/backstage-plugin-orion-react';
import { ChartMark } from '../../lib/ChartMark';
import { NamedSeries } from '../../lib/NamedSeries';
import { TimeCharts } from './TimeCharts';

const START = 1_760_000_000;
const minute = (index: number) => START + index * 60;
const time = (index: number) => formatMoment(new Date(minute(index) * 1000));

const line = (
  counter: string,
  points: [number, number | null][],
): NamedSeries => ({
  key: counter,
  name: `${counter} v6`,
  subject: { counter, family: 'IPv6' },
  unit: 'routes',
  times: points.map(([index]) => minute(index)),
  values: points.map(([, value]) => value),
});

/** Nothing was read from minute 2 to 20; the second line ends before the first. */
const received = line('Received', [
  [0, 214_000],
  [1, 214_001],
  [2, null],
  [20, 214_020],
  [21, 214_021],
]);
const filtered = line('Filtered', [
  [0, 310],
  [1, 311],
  [2, 312],
]);

/** Texts on the canvas. */
let written: string[] = [];

/** What jsdom lacks, so that the library draws as it does in a browser, on nothing. */
function drawOnNothing() {
  written = [];
  const context = new Proxy(
    {},
    {
      get: (_, key) => {
        if (key === 'fillText') {
          return (text: string) => written.push(text);
        }
        return key === 'measureText' ? () => ({ width: 30 }) : () => {};
      },
      set: () => true,
    },
  );
  jest
    .spyOn(HTMLCanvasElement.prototype, 'getContext')
    .mockReturnValue(context as never);
  jest.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(500);
  Object.assign(window, {
    matchMedia: () => ({
      matches: false,
      addListener() {},
      removeListener() {},
      addEventListener() {},
      removeEventListener() {},
    }),
    Path2D: class {
      moveTo() {}
      lineTo() {}
      arc() {}
      rect() {}
      addPath() {}
      closePath() {}
    },
    ResizeObserver: class {
      observe() {}
      disconnect() {}
    },
  });
}

const plot = (name: string) =>
  screen.getByRole('application', { name: new RegExp(`^${name} v6`) });
const figure = (name: string) => plot(name).closest('figure')!;
const cursor = (name: string) =>
  figure(name).querySelector<HTMLElement>('.orion-cursor-line');
const place = (name: string) => parseFloat(cursor(name)!.style.left);

async function show(series = [received, filtered], marks?: ChartMark[]) {
  renderInTestApp(<TimeCharts series={series} marks={marks} />);
  await waitFor(() =>
    expect(document.querySelectorAll('.u-over')).toHaveLength(series.length),
  );
  // It draws after the scripts of the moment.
  await act(async () => {});
}

/** Charts with a button that switches the theme. */
function Switched(props: { series: NamedSeries[]; marks: ChartMark[] }) {
  const [mode, setMode] = useState<'light' | 'dark'>('light');
  const theme = useMemo(() => createTheme({ palette: { mode } }), [mode]);
  return (
    <ThemeProvider theme={theme}>
      <button onClick={() => setMode('dark')}>dark</button>
      <TimeCharts {...props} />
    </ThemeProvider>
  );
}

function point(name: string, clientX: number, pointerType = 'mouse') {
  fireEvent.pointerMove(plot(name), { clientX, pointerType });
}

describe('charts over time', () => {
  beforeEach(drawOnNothing);
  afterEach(() => jest.restoreAllMocks());

  it('are read by keyboard, over what is missing, in all of them at one moment', async () => {
    await show();
    expect(cursor('Received')).toBeNull();
    act(() => plot('Received').focus());
    await userEvent.keyboard('{Home}');
    expect(figure('Received')).toHaveTextContent(`${time(0)}: 214,000`);
    expect(figure('Filtered')).toHaveTextContent(`${time(0)}: 310`);
    const start = place('Received');
    await userEvent.keyboard('{ArrowRight}');
    expect(figure('Received')).toHaveTextContent(`${time(1)}: 214,001`);
    expect(place('Received')).toBeGreaterThan(start);
    expect(place('Filtered')).toBeGreaterThan(start);

    await userEvent.keyboard('{ArrowRight}');
    expect(figure('Received')).toHaveTextContent(`${time(20)}: 214,020`);
    // The other one ended before.
    expect(cursor('Filtered')).toBeNull();
    expect(figure('Filtered')).not.toHaveTextContent(time(20));

    await userEvent.keyboard('{End}{ArrowRight}');
    expect(figure('Received')).toHaveTextContent(`${time(21)}: 214,021`);
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(figure('Received')).toHaveTextContent(`${time(1)}: 214,001`);
    await userEvent.keyboard('{Escape}');
    expect(cursor('Received')).toBeNull();
    expect(figure('Received')).not.toHaveTextContent(time(1));
  });

  it('say politely what was read, when the keys rest', async () => {
    await show();
    act(() => plot('Received').focus());
    await userEvent.keyboard('{Home}{ArrowRight}');
    const status = screen
      .getAllByRole('status')
      .find(one => one.parentElement?.querySelector('figure'))!;
    await waitFor(() =>
      expect(status).toHaveTextContent(
        `${time(1)}: Received v6 214,001, Filtered v6 311`,
      ),
    );
    await userEvent.keyboard('{End}');
    await waitFor(() =>
      expect(status).toHaveTextContent(`${time(21)}: Received v6 214,021`),
    );
    expect(status).not.toHaveTextContent('Filtered');
  });

  it('are read under a pointer, and say nothing where nothing was read', async () => {
    await show();
    act(() => plot('Received').focus());
    await userEvent.keyboard('{Home}');
    const start = place('Received');
    await userEvent.keyboard('{End}');
    const end = place('Received');
    expect(end - start).toBeGreaterThan(100);
    const perMinute = (end - start) / 21;

    point('Received', start + perMinute * 1.2);
    expect(figure('Received')).toHaveTextContent(`${time(1)}: 214,001`);
    expect(place('Received')).toBeCloseTo(start + perMinute, 0);
    expect(figure('Filtered')).toHaveTextContent(`${time(1)}: 311`);

    point('Received', start + perMinute * 10);
    expect(cursor('Received')).toBeNull();
    expect(figure('Received')).not.toHaveTextContent(': 214');

    point('Received', start + perMinute * 19.8);
    expect(figure('Received')).toHaveTextContent(`${time(20)}: 214,020`);
    fireEvent.pointerLeave(plot('Received'), { pointerType: 'mouse' });
    expect(cursor('Received')).toBeNull();
  });

  it('keep what a finger read until it touches something else', async () => {
    await show();
    act(() => plot('Received').focus());
    await userEvent.keyboard('{End}');
    const end = place('Received');
    await userEvent.keyboard('{Escape}');
    fireEvent.pointerDown(plot('Received'), {
      clientX: end,
      pointerType: 'touch',
    });
    fireEvent.pointerLeave(plot('Received'), { pointerType: 'touch' });
    expect(figure('Received')).toHaveTextContent(`${time(21)}: 214,021`);
    act(() => plot('Received').blur());
    expect(cursor('Received')).toBeNull();
  });

  it('stay where they are while they are read', async () => {
    await show([received]);
    const [, room] = figure('Received').children;
    expect(room).toHaveTextContent(/^$/);
    const before = getComputedStyle(room).height;
    act(() => plot('Received').focus());
    await userEvent.keyboard('{Home}');
    expect(room).toHaveTextContent(`${time(0)}: 214,000`);
    expect(getComputedStyle(room).height).toBe(before);
    expect(before).toBe('20px');
  });

  it('have an axis that says what it counts', async () => {
    await show([received]);
    expect(written).toContain('routes');
    expect(written).toContain('214,000');
    expect(
      screen.getByRole('img', { name: /214,021 routes, now 214,021/ }),
    ).toBeInTheDocument();
  });

  it('name the while of which nothing was read', async () => {
    await show();
    const gap = `no data ${time(2)}–${time(20).split(' ').at(-1)}`;
    expect(within(figure('Received')).getByText(gap)).toBeInTheDocument();
    expect(
      within(figure('Received')).getByRole('img').getAttribute('aria-label'),
    ).toContain(gap);
    expect(figure('Filtered')).not.toHaveTextContent('no data');
  });

  it('name the last gaps of many', async () => {
    const points = Array.from(
      { length: 41 },
      (_, index): [number, number | null] => [
        index,
        index % 8 === 4 ? null : 1,
      ],
    );
    await show([line('Received', points)]);
    const text = within(figure('Received')).getByText(/^no data /).textContent!;
    expect(text).toMatch(/ and 2 more$/);
    expect(text).toContain(time(36));
    expect(text).not.toContain(time(4));
  });

  it('mark what happened, within their time', async () => {
    const mark = (index: number, text: string): ChartMark => ({
      at: minute(index),
      tone: 'bad',
      text,
    });
    await show(
      [received, filtered],
      [mark(10, 'Went down'), mark(1, 'Came up'), mark(-5, 'Long ago')],
    );
    const marks = (name: string) =>
      [...figure(name).querySelectorAll<HTMLElement>('.orion-mark')].map(one =>
        parseFloat(one.style.left),
      );
    act(() => plot('Received').focus());
    await userEvent.keyboard('{Home}{ArrowRight}');
    expect(marks('Received')).toHaveLength(2);
    expect(marks('Received')[0]).toBeCloseTo(place('Received'));
    expect(marks('Received')[1]).toBeGreaterThan(place('Received'));
    // It ends before.
    expect(marks('Filtered')).toHaveLength(1);
    expect(
      within(figure('Received')).getByRole('img').getAttribute('aria-label'),
    ).toMatch(`Marked: Came up ${time(1)}, Went down ${time(10)}`);
  });

  it('mark in the colours of the theme, anew with it', async () => {
    const marks: ChartMark[] = [{ at: minute(1), tone: 'bad', text: 'Down' }];
    renderInTestApp(<Switched series={[received]} marks={marks} />);
    const mark = () => document.querySelector<HTMLElement>('.orion-mark');
    await waitFor(() => expect(mark()).not.toBeNull());
    expect(mark()).toHaveStyle({ color: toneColor('light', 'bad') });
    await userEvent.click(screen.getByRole('button', { name: 'dark' }));
    await waitFor(() =>
      expect(mark()).toHaveStyle({ color: toneColor('dark', 'bad') }),
    );
  });

  it('leave other keys to the page', async () => {
    await show([received]);
    const keys = ['ArrowUp', 'Tab', 'PageDown'].map(key =>
      fireEvent.keyDown(plot('Received'), { key }),
    );
    expect(keys).toEqual([true, true, true]);
    expect(
      fireEvent.keyDown(plot('Received'), { key: 'ArrowLeft', altKey: true }),
    ).toBe(true);
    expect(cursor('Received')).toBeNull();
    expect(
      within(plot('Received')).getByRole('img', {
        name: /^Received, IPv6: between 214,000 and 214,021/,
      }),
    ).toBeInTheDocument();
  });
});
