import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryTarget } from '../../../simulators/deliveries/target.ts';
import { openRepository, orderedFile, seededBytes, smallBytes, type Repository } from '../../support/deliveries.ts';

const name = 'simulator';
let repository: Repository;
let target: DeliveryTarget;
beforeEach(async () => {
  repository = await openRepository();
  target = await repository.target();
});
afterEach(() => repository.close());

const versionOf = async (from = target): Promise<number | undefined> => (await from.view()).holdings[name]?.version;

describe('a target', () => {
  it('fetches what is ordered for it, verifies it, applies it and says so', async () => {
    await repository.publisher.publish([await orderedFile(repository, { version: 1 })]);
    await target.look();
    expect(await versionOf()).toBe(1);
    const held = await target.find(name);
    expect(await readFile(held?.path ?? '')).toEqual(seededBytes(smallBytes, 1));
    expect(repository.receipts.map(({ state }) => state)).toEqual(['downloading', 'verified', 'applied']);
    expect(repository.receipts.map(({ no }) => no)).toEqual([1, 2, 3]);
  });
});
