import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../../../cli/program.ts';
import { exitCodes } from '../../../cli/terminal/exit.ts';
import { faultKinds } from '../../../contracts/participants/common.ts';

const { env, stdin, stdout, stderr } = process;
const program = createProgram({ env, language: 'en', stdin, stdout, stderr }, { exitCode: exitCodes.ok });
const page = readFileSync(new URL('../../../docs/commands.md', import.meta.url), 'utf8');

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}
const options = new Set(allCommands(program).flatMap((command) => command.options.map(({ long }) => long ?? '')));
const named = new Set(page.match(/--[a-z][a-z-]*/gu));

test('every option stands on the page, and no other', () => {
  // Told once for all commands, or npm's own.
  const elsewhere = new Set(['--help', '--version', '--no-install']);
  expect([...options].filter((option) => !named.has(option) && !elsewhere.has(option))).toEqual([]);
  expect([...named].filter((option) => !options.has(option) && !elsewhere.has(option))).toEqual([]);
});

test('every command stands on the page', () => {
  const missing = program.commands.filter((command) => !page.includes(`\`fugo ${command.name()}`));
  expect(missing.map((command) => command.name())).toEqual([]);
});

test('every exit code stands on the page', () => {
  const told = [...page.matchAll(/^\| (\d) +\|/gmu)].map(([, code]) => Number(code));
  expect(told).toEqual(Object.values(exitCodes));
});

test('the help of a fault names the kinds of the contract', () => {
  const fault = allCommands(program).find((command) => command.name() === 'fault');
  expect(fault?.helpInformation().replaceAll(/\s+/gu, ' ')).toContain(`(${faultKinds.join(', ')})`);
});
