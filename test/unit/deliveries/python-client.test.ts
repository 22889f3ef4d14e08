/**
 * The reference client of The Update Framework, where there is one: FUGO_PYTHON_TUF names a Python that has the package
 * `tuf` (`python3 -m venv X && X/bin/pip install tuf`). Without it these are left out.
 */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRepository, orderedFile, type Repository } from '../../support/deliveries.ts';

const python = process.env['FUGO_PYTHON_TUF'];
const script = `
import sys, hashlib
from tuf.ngclient import Updater
folder, root, url, path = sys.argv[1:]
updater = Updater(metadata_dir=folder, metadata_base_url=url + '/metadata/', target_dir=folder,
  target_base_url=url + '/files/', bootstrap=open(root, 'rb').read())
updater.refresh()
info = updater.get_targetinfo(path)
print('none' if info is None else hashlib.sha256(open(updater.download_target(info), 'rb').read()).hexdigest())
`;

let repository: Repository;
beforeEach(async () => {
  repository = await openRepository();
});
afterEach(() => repository.close());

async function fetchByPython(folder: string, path: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const { stdout } = await promisify(execFile)(python ?? '', [
    '-c',
    script,
    folder,
    repository.trustedRoot,
    `${repository.deliveriesUrl}/repository`,
    path,
  ]);
  return stdout.trim();
}

describe.skipIf(python === undefined)('python-tuf', () => {
  it('reads the repository, and follows it over replaced keys of every role', async () => {
    const folder = repository.newFolder();
    const first = await orderedFile(repository, { version: 1 });
    await repository.publisher.publish([first]);
    expect(await fetchByPython(folder, 'simulator-1')).toBe(first.sha256);
    for (const role of ['root', 'targets', 'snapshot', 'timestamp'] as const) await repository.publisher.rotate(role);
    const second = await orderedFile(repository, { version: 2 });
    await repository.publisher.publish([second]);
    expect(await fetchByPython(folder, 'simulator-2')).toBe(second.sha256);
    expect(await fetchByPython(folder, 'simulator-1')).toBe('none');
  });
});
