import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { failureOf } from '../../../cli/client/failures.ts';
import { textOf } from '../../../local/messages.ts';
import { offerFreePort } from '../../../local/ports.ts';
import { findSystemNote, noteOf } from '../../../local/system-errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'fugo-unit-'));
const file = join(folder, 'file');
writeFileSync(file, '');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is thrown by the system itself, not what a test thinks that it throws. */
async function thrownBy(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
const said = (error: unknown): string => textOf(noteOf(error), 'en');

test('every error has a sentence in both languages that names what it is about and its code', () => {
  const codes = [...Object.keys(constants.errno), 'ENOTFOUND', 'EAI_AGAIN'];
  const known = codes.flatMap((code) => {
    const error = Object.assign(new Error('x'), { code, path: '/srv/fugo', address: '/srv/fugo' });
    const found = findSystemNote(error);
    return found ? [{ code, note: found.note }] : [];
  });
  expect(known.length).toBeGreaterThan(25);
  for (const { code, note } of known) {
    for (const language of ['ja', 'en'] as const) {
      const sentence = textOf(note, language);
      expect(sentence).toContain('/srv/fugo');
      expect(sentence).toContain(`(${code})`);
      expect(sentence).not.toContain('{');
    }
  }
});

test('a path is named as the system names it', async () => {
  expect(said(await thrownBy(() => readFileSync(join(folder, 'none'))))).toContain(`${folder}/none does not exist`);
  expect(said(await thrownBy(() => readFileSync(folder, { flag: 'w' })))).toContain(`${folder} is a folder`);
  expect(said(await thrownBy(() => readFileSync(join(file, 'a'))))).toContain(`A part of ${file}/a is not a folder`);
});

test('a program that is missing is named', async () => {
  const program = 'no-such-program';
  const missing = () => new Promise((_resolve, reject) => spawn(program).once('error', reject));
  expect(said(await thrownBy(missing))).toContain('The program no-such-program was not found');
});

test('a port that is taken is named, and an address that does not answer, however deep the error lies', async () => {
  const port = await offerFreePort();
  expect(said(await thrownBy(() => fetch(`http://127.0.0.1:${port}/`)))).toContain(
    `Nothing listens at 127.0.0.1:${port}`,
  );
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const taken = await thrownBy(
    () => new Promise((_resolve, reject) => createServer().once('error', reject).listen(port, '127.0.0.1')),
  );
  expect(said(taken)).toContain(`127.0.0.1:${port} is in use`);
  await new Promise((resolve) => server.close(resolve));
});

test('the command names its home where the system names nothing, ends by the kind, and repeats no long number', () => {
  const context = { env: { FUGO_HOME: '/srv/fugo' }, language: 'en' as const };
  const failure = (members: object) => failureOf(context, Object.assign(new Error('x'), members));
  expect(failure({ code: 'ENOSPC' })).toMatchObject({ exitCode: 5, message: expect.stringContaining('/srv/fugo') });
  expect(failure({ code: 'EROFS', path: '/srv/fugo/logs' })).toMatchObject({ exitCode: 2 });
  expect(failure({ code: 'ECONNREFUSED', address: '10.0.0.1', port: 5432 })).toMatchObject({ exitCode: 3 });
  expect(failure({ code: 'ENOENT', path: '/in/621498320257' })?.message).not.toContain('621498320257');
  expect(failure({ code: 'UNKNOWN' })).toBeUndefined();
});
