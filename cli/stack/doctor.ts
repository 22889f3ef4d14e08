import { readLocalConfig } from '../../config/local.ts';
import { examine } from '../../local/doctor.ts';
import type { Finding } from '../../local/doctor-findings.ts';
import { textOf } from '../../local/messages.ts';
import { print, printJson, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';

const marks = { ok: '✓', warning: '!', wrong: '✗' } as const;

/** `fugo doctor` checks what must hold at a start and names each remedy. It ends with 1 when something is wrong. */
export async function runDoctor(context: Context, { json = false }: { json?: boolean }): Promise<ExitCode> {
  const findings = await examine(readLocalConfig(context.env), context.env);
  const isWrong = findings.some(({ state }) => state === 'wrong');
  if (json) {
    const checks = findings.map(({ check, state, note }) => ({ check, state, text: textOf(note, context.language) }));
    printJson(context, { ready: !isWrong, checks });
  } else {
    for (const finding of findings) print(context, lineOf(context, finding));
    print(context, say(context, isWrong ? 'doctor.wrong' : 'doctor.ready'));
  }
  return isWrong ? exitCodes.refused : exitCodes.ok;
}

function lineOf(context: Context, { check, state, note }: Finding): string {
  return `${marks[state]} ${say(context, `doctor.${check}`)}: ${textOf(note, context.language)}`;
}
