/** Tables of the documents that say again what the code says are held equal to it. */
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { variables } from '../../../config/variables.ts';
import { codeRequestStatusOf } from '../../../domain/lifecycle.ts';
import { stages, type CodeRequestStatus } from '../../../domain/stages.ts';
import { codeOf, tableOf } from './markdown.ts';

test('docs/architecture.md lists every folder with what it may import, as dependency-cruiser has it', () => {
  const listed = tableOf('docs/architecture.md', 'folders').map(([folder, , mayImport]) => [
    codeOf(folder),
    mayImport === '–' ? [] : (mayImport ?? '').split(', ').toSorted(),
  ]);
  expect(Object.fromEntries(listed)).toEqual(importDirections());
});

test('docs/technical-description.md lists the stages in their order, each with its 符号依頼状態', () => {
  const listed = tableOf('docs/technical-description.md', 'stages').map(([stage, status]) => [codeOf(stage), status]);
  const statuses: Record<CodeRequestStatus, string> = {
    NOT_REQUESTED: '未依頼',
    REQUESTING: '依頼中',
    REQUESTED: '依頼済',
  };
  const known = stages.map((stage) => {
    const possible = [false, true].map((serialRequested) => codeRequestStatusOf({ stage, serialRequested }));
    return [stage, [...new Set(possible)].map((status) => statuses[status]).join(' or ')];
  });
  expect(listed).toEqual(known);
});

test('docs/operations.md lists every environment variable as config/variables.ts describes it', () => {
  const listed = tableOf('docs/operations.md', 'variables').map(([name, meaning, example, standard]) => ({
    name: codeOf(name),
    meaning,
    example: codeOf(example),
    default: standard === '–' ? null : codeOf(standard),
  }));
  const known = Object.entries(variables).map(([name, { ja, en, example, default: standard }]) => ({
    name,
    meaning: `${ja}<br>${en}`,
    example,
    default: standard,
  }));
  expect(listed).toEqual(known);
});

/** Read back from the rules themselves: `{folder}-direction` forbids all but what stands in its pattern. */
function importDirections(): Record<string, string[]> {
  const Config = z.object({
    forbidden: z.array(z.object({ name: z.string(), to: z.object({ pathNot: z.unknown().optional() }) })),
  });
  const { forbidden } = Config.parse(createRequire(import.meta.url)('../../../.dependency-cruiser.cjs'));
  const directions = forbidden.flatMap(({ name, to: { pathNot } }): [string, string[]][] => {
    const folder = /^(.+)-direction$/u.exec(name)?.[1];
    if (folder === undefined) return [];
    const allowed = /^\^\(([^)]*)\)/u.exec(z.string().parse(pathNot))?.[1] ?? '';
    return [[folder, allowed.split('|').filter((each) => each !== folder)]];
  });
  return Object.fromEntries(directions.map(([folder, allowed]) => [`${folder}/`, allowed.toSorted()]));
}
