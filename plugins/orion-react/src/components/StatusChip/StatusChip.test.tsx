import { screen } from '@testing-library/react';
import { changeStates } from '@orion/backstage-plugin-orion-changes-common';
import { renderPiece } from '../../__testUtils__/renderPiece';
import { StatusChip } from './StatusChip';
import { changeStatusWord, guestStatusWord, statusTones } from './statusWords';
import { toneColor } from './toneColors';

describe('status chips', () => {
  it('say the word in its tone', async () => {
    renderPiece(<StatusChip word="needsAttention" />);
    const chip = await screen.findByText('Needs attention');
    expect(chip).toHaveStyle({ color: '#B71C1C' });
  });

  it('never show old data as new', async () => {
    renderPiece(<StatusChip word="running" stale />);
    const chip = await screen.findByText('was Running');
    expect(chip).not.toHaveStyle({ color: '#1B5E20' });
  });

  it('know every state of a change and every status of a guest', () => {
    expect(changeStates.map(changeStatusWord)).not.toContain('unknown');
    expect(statusTones[changeStatusWord('awaiting-approval')]).toBe('person');
    expect(statusTones[changeStatusWord('rejected')]).toBe('idle');
    expect(guestStatusWord('suspended')).toBe('paused');
    expect(guestStatusWord('io-error')).toBe('unknown');
  });

  it.each([
    ['light', '#EBEBEB'],
    ['dark', '#515151'],
  ] as const)('keep 4.5 to 1 on a hovered %s row', (mode, background) => {
    for (const tone of new Set(Object.values(statusTones))) {
      expect(
        contrast(toneColor(mode, tone), background),
      ).toBeGreaterThanOrEqual(4.5);
    }
  });
});

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map(at => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928
      ? channel / 12.92
      : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
