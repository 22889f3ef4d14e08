import { describe, expect, test } from 'vitest';
import { sampleJobs } from '../../../cli/demo/sample-jobs.ts';
import { Definition } from '../../../contracts/api/jobs.ts';
import { jobCommandNames } from '../../../contracts/job-names.ts';
import { checkDefinition } from '../../../domain/jobs/check.ts';
import { nation, tiers, type Tier } from '../../../domain/organisations.ts';

const example: Readonly<Record<Tier, string>> = { nation, prefecture: '990001', municipality: '990019' };

describe.each(tiers)('the sample’s job nets of a %s', (tier) => {
  const definition = Definition.parse(sampleJobs[tier]);

  test('break no rule', () => {
    expect(checkDefinition(definition, example[tier])).toEqual([]);
  });

  test('use no command without a name for people', () => {
    const commands = definition.nets.flatMap(({ jobs }) => jobs.map(({ command }) => command));
    expect(commands.filter((command) => !Object.hasOwn(jobCommandNames, command))).toEqual([]);
  });
});
