import type { Language } from '../../config/language.ts';
import { text as localText, textOf, type Note } from '../../local/messages.ts';
import type { Step } from '../../local/stack.ts';
import { elapsedText } from '../terminal/table.ts';

export interface StepBoard {
  tell: (step: Step) => void;
  /** Leaves what is shown standing. */
  end: () => void;
}

/** The steps of a start with their elapsed time: redrawn in place in a terminal, a line for each news elsewhere. */
export function createStepBoard(stream: NodeJS.WriteStream, language: Language): StepBoard {
  return stream.isTTY ? liveBoard(stream, language) : plainBoard(stream, language);
}

/** Where lines stay: at once when a step begins, says something of another kind or ends, and every so often meanwhile. */
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
    const lines = [...steps.values()].map((step) => fitted(stepLine(step, Date.now(), language), stream.columns));
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

/** `✓ データベース 1.2 s  note`. */
export function stepLine(step: Step, now: number, language: Language): string {
  const title = localText(`step:${step.name}`, language);
  const said = step.note ? `  ${firstLine(step.note, language)}` : '';
  return `${marks[step.state]} ${title} ${elapsedText((step.endedAt ?? now) - step.startedAt)}${said}`;
}

/** A note may bring the end of a log; the error that ends the command shows it whole. */
function firstLine(note: Note, language: Language): string {
  return textOf(note, language).split('\n', 1)[0] ?? '';
}

/** A line that wraps would break the redrawing. Two columns a character is the most it can take. */
function fitted(line: string, columns: number): string {
  const room = Math.max(20, Math.floor((columns || 80) / 2));
  const characters = Array.from(line);
  return characters.length <= room ? line : `${characters.slice(0, room - 1).join('')}…`;
}
