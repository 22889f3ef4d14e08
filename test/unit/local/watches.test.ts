import { expect, test } from 'vitest';
import { createDiskWatch, formatMib, readDiskRoom, type DiskRoom } from '../../../local/disk-watch.ts';
import { watchUntilSilent } from '../../../local/health-watch.ts';

const mib = 1_048_576;

function watchedDisk(sizeBytes: number, alarmBytes?: number) {
  const room: DiskRoom = { freeBytes: sizeBytes, sizeBytes };
  const watch = createDiskWatch(() => ['/srv/fugo'], { alarmBytes, room: () => room });
  return (freeBytes: number): boolean[] => {
    room.freeBytes = freeBytes;
    return watch.look().changed.map(({ alarm }) => alarm);
  };
}

test('one alarm is raised when a disk is nearly full, and one line says that it is over', () => {
  const told = watchedDisk(100_000 * mib);
  const free = [50_000, 1_100, 1_000, 500, 0, 1_100, 990, 1_200, 1_300, 1_000];
  expect(free.map((each) => told(each * mib))).toEqual([[], [], [true], [], [], [], [], [], [false], [true]]);
});

test('a small disk is nearly full at a tenth, any disk at what the setting says', () => {
  const small = watchedDisk(600 * mib);
  expect([70, 59].map((each) => small(each * mib))).toEqual([[], [true]]);
  const set = watchedDisk(100_000 * mib, 5_000 * mib);
  expect([5_001, 4_999].map((each) => set(each * mib))).toEqual([[], [true]]);
});

test('a disk that is not there yet raises no alarm, and a real one has its room', () => {
  expect(createDiskWatch(() => ['/no/such/folder'], {}).look()).toEqual({ states: [], changed: [] });
  const { freeBytes, sizeBytes } = readDiskRoom('/');
  expect(freeBytes).toBeLessThanOrEqual(sizeBytes);
  expect(formatMib(812.9 * mib)).toBe('812 MiB');
});

const never = new Promise<void>(() => undefined);

test('a part that is not well for long is told, one that recovers or ends by itself is not', async () => {
  expect(await watchUntilSilent(async () => false, never, { everyMs: 5, silentMs: 50 })).toBe(true);

  let asked = 0;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const recovering = async (): Promise<boolean> => {
    asked += 1;
    if (asked === 30) end();
    return asked % 2 === 0;
  };
  expect(await watchUntilSilent(recovering, ended, { everyMs: 1, silentMs: 60_000 })).toBe(false);
  expect(asked).toBe(30);
});
