import { expect, test } from 'vitest';
import { createBuildProgress } from '../../../local/build-progress.ts';
import { textOf } from '../../../local/messages.ts';

test('a build says what it has downloaded, what it has compiled, and what is left at the speed seen here', () => {
  let now = 0;
  const progress = createBuildProgress(400, () => now);
  const said = (): string => textOf(progress.note(now), 'en').replace('building Temporal from source, once: ', '');
  expect(said()).toBe('downloading, 0 modules so far');
  progress.hear('go: downloading github.com/a/b v1.0.0\ngo: downloa');
  progress.hear('ding golang.org/x/sys v0.1.0\n');
  expect(said()).toBe('downloading, 2 modules so far');

  progress.hear('internal/goarch\ngithub.com/a/b-c/v2\n# github.com/a/b\nsome remark\n');
  now = 10_000;
  expect(said()).toBe('2 of 400 packages compiled');
  for (let count = 2; count < 100; count++) progress.hear(`example.com/p${count}\n`);
  now = 60_000; // a hundred a minute
  expect(said()).toBe('100 of 400 packages compiled, about 3 min left at the speed of this machine');
  now = 120_000; // fifty a minute, on a busy machine
  expect(said()).toBe('100 of 400 packages compiled, about 6 min left at the speed of this machine');
  for (let count = 0; count < 310; count++) progress.hear(`example.com/q${count}\n`);
  expect(said()).toBe('400 packages compiled, linking the program');
});
