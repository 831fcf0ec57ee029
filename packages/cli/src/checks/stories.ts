import { Failure, StageResult } from './types';

/** One end-to-end story: it passes unless it throws. */
export interface Story {
  name: string;
  run(): Promise<void>;
}

/** Runs stories one after the other and prints a line for each; one story's faults never reach the next. */
export async function runStories(
  stories: Story[],
  afterEach: () => Promise<void>,
): Promise<StageResult> {
  const result = {
    passed: 0,
    failed: 0,
    skipped: [],
    failures: [] as Failure[],
    details: '',
  } satisfies StageResult;
  for (const story of stories) {
    const began = Date.now();
    try {
      await story.run();
      result.passed += 1;
      process.stdout.write(`  ok    ${story.name} (${seconds(began)})\n`);
    } catch (error) {
      result.failed += 1;
      const { stack } = error as Error;
      result.failures.push({ name: story.name, why: String(stack ?? error) });
      result.details += `${story.name}\n${stack ?? error}\n`;
      process.stdout.write(
        `  FAIL  ${story.name} (${seconds(began)})\n${indent(
          String(stack ?? error),
        )}\n`,
      );
    }
    await afterEach();
  }
  return result;
}

function seconds(began: number): string {
  return `${((Date.now() - began) / 1000).toFixed(1)} s`;
}

function indent(text: string): string {
  return text
    .split('\n')
    .slice(0, 25)
    .map(line => `        ${line}`)
    .join('\n');
}
