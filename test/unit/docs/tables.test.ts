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

test('docs/architecture.md says which rooms of a layer a room may import, as dependency-cruiser has it', () => {
  const layers = tableOf('docs/architecture.md', 'rooms').map(([layer, shared, besides]) => ({
    layer: codeOf(layer).replace('/', ''),
    shared: (shared ?? '').split(', '),
    besides: new Map(
      (besides ?? '').split('; ').map((each): [string, string[]] => {
        const [room = '', others = ''] = each.split(' → ');
        return [room, others.split(', ')];
      }),
    ),
  }));
  const rules = allowedBy(/^(?<layer>\w+)-(?<room>[\w-]+)-room$/u);
  expect(rules.length).toBeGreaterThan(40);
  for (const { groups, allowed } of rules) {
    const { layer = '', room = '' } = groups;
    const listed = layers.find((each) => each.layer === layer);
    const expected = [room, ...(listed?.shared ?? []), ...(listed?.besides.get(room) ?? [])];
    expect({ layer, room, allowed: allowed.toSorted() }).toEqual({
      layer,
      room,
      allowed: [...new Set(expected)].toSorted(),
    });
  }
  const known = new Set(rules.map(({ groups }) => `${groups['layer']}/${groups['room']}`));
  const unknown = layers.flatMap(({ layer, besides }) => [...besides.keys()].map((room) => `${layer}/${room}`));
  expect(unknown.filter((room) => !known.has(room))).toEqual([]);
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
  const directions = allowedBy(/^(?<folder>.+)-direction$/u).map(({ groups, allowed }): [string, string[]] => {
    const { folder = '' } = groups;
    return [`${folder}/`, allowed.filter((each) => each !== folder).toSorted()];
  });
  return Object.fromEntries(directions);
}

/** Of the rules whose names match: what their pattern of allowed folders names. */
function allowedBy(pattern: RegExp): { groups: Record<string, string>; allowed: string[] }[] {
  const Config = z.object({
    forbidden: z.array(z.object({ name: z.string(), to: z.object({ pathNot: z.unknown().optional() }) })),
  });
  const { forbidden } = Config.parse(createRequire(import.meta.url)('../../../.dependency-cruiser.cjs'));
  return forbidden.flatMap(({ name, to: { pathNot } }) => {
    const groups = pattern.exec(name)?.groups;
    if (groups === undefined) return [];
    const folders = /\(([^)]*)\)\/?$/u.exec(z.string().parse(pathNot))?.[1] ?? '';
    return [{ groups, allowed: [...new Set(folders.split('|'))] }];
  });
}
