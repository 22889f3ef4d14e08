import { expect, test } from 'vitest';
import { othersIn } from '../../../local/doctor-reach.ts';

test('others are the people who may log in, not the system’s own accounts and not oneself', () => {
  const table = [
    'root:x:0:0:root:/root:/bin/bash',
    'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
    'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
    'postgres:x:110:115::/var/lib/postgresql:/bin/bash',
    'fugo:x:1000:1000::/home/fugo:/bin/bash',
    'hanako:x:1001:1001::/home/hanako:/bin/zsh',
    'backup:x:1002:1002::/srv:/bin/false',
    '',
  ].join('\n');
  expect(othersIn(table, 'fugo')).toEqual(['hanako']);
  expect(othersIn(table, 'root')).toEqual(['fugo', 'hanako']);
  expect(othersIn('', 'root')).toEqual([]);
});
