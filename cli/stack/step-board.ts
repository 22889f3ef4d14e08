import type { Language } from '../../config/language.ts';
import { text as localText, textOf, type Note } from '../../local/messages.ts';
import type { Step } from '../../local/stack.ts';
import { elapsedText } from '../terminal/table.ts';

export interface StepBoard {
  tell: (step: Step) => void;
  /** Leaves the steps on the screen. */
  end: () => void;
}

/**
 * Shows the steps of a start with their elapsed time: redrawn in place in a terminal, elsewhere a line for each change.
 */
export function createStepBoard(stream: NodeJS.WriteStream, language: Language): StepBoard {
  return stream.isTTY ? liveBoard(stream, language) : plainBoard(stream, language);
}

/** Where lines stay, a step that runs on without change is written again so often. */
const lineEveryMs = 15_000;

function plainBoard(stream: NodeJS.WriteStream, language: Language): StepBoard {
  const shown = new Map<string, { step: Step; writtenAt: number }>();
  const write = (step: Step): void => {
    const now = Date.now();
    shown.set(step.name, { step, writtenAt: now });
    stream.write(`${stepLine(step, now, language)}\n`);
  };
  const telling = setInterval(() => {
    for (const { step, writtenAt } of shown.values()) {
      if (step.state === 'running' && Date.now() - writtenAt >= lineEveryMs) write(step);
    }
  }, 1_000);
  telling.unref();
  return {
    tell(step) {
      const last = shown.get(step.name);
      if (last?.step.state === step.state && last.step.note?.key === step.note?.key) last.step = step;
      else write(step);
    },
    end: () => clearInterval(telling),
  };
}

function liveBoard(stream: NodeJS.WriteStream, language: Language): StepBoard {
  const steps = new Map<string, Step>();
  let shown = 0;
  const draw = (): void => {
    const lines = [...steps.values()].map((step) => fit(stepLine(step, Date.now(), language), stream.columns));
    const up = shown === 0 ? '' : `\u001b[${shown}A`;
    stream.write(`${up}${lines.map((line) => `\u001b[2K${line}\n`).join('')}`);
    shown = lines.length;
  };
  const drawing = setInterval(draw, 200);
  drawing.unref();
  return {
    tell(step) {
      steps.set(step.name, step);
    },
    end() {
      clearInterval(drawing);
      draw();
    },
  };
}

const marks = { running: '…', done: '✓', failed: '✗', cancelled: '–' } as const;

/** A line such as `✓ データベース 1.2 s  note`. */
export function stepLine(step: Step, now: number, language: Language): string {
  const title = localText(`step:${step.name}`, language);
  const said = step.note ? `  ${firstLine(step.note, language)}` : '';
  return `${marks[step.state]} ${title} ${elapsedText((step.endedAt ?? now) - step.startedAt)}${said}`;
}

/** A note may hold the end of a log; the error that ends the command shows all of it. */
function firstLine(note: Note, language: Language): string {
  return textOf(note, language).split('\n', 1)[0] ?? '';
}

/** Cuts a line that would wrap and break the redrawing. It assumes two columns for each character. */
function fit(line: string, columns: number): string {
  const room = Math.max(20, Math.floor((columns || 80) / 2));
  const characters = Array.from(line);
  return characters.length <= room ? line : `${characters.slice(0, room - 1).join('')}…`;
}
