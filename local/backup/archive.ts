import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The archive of the write-ahead log (WAL). PostgreSQL hands over each finished file of it, and a commit is safe from
 * the loss of the data folder as soon as its file is here.
 *
 * 1. A file gets its name only when it is whole and on disk. A file that is there is never overwritten by another one.
 * 2. Its SHA-256 and size stand beside it in `<name>.sha256`, of the bytes as PostgreSQL wrote them.
 * 3. Without a base backup no WAL is of use, so nothing is kept before the first one: that makes {@link keepsWalFile} in
 *    the data folder, with the cluster's system identifier. A folder of that name in the archive takes its files, so
 *    that those of another cluster of this home never stand in the way.
 */
export const keepsWalFile = 'fugo-keeps-wal';

/** Seconds. A quiet database hands over an unfinished file after so long, so that less than a minute can be lost. */
const longestUnarchivedSeconds = 45;

const hashing = `hash() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c 1-64; }`;

/** PostgreSQL runs it in its data folder, as its own user, who may be unable to start Node.js. */
const archiving = `#!/bin/sh
# archive-wal.sh PATH NAME: keeps one WAL file. Written by fugo at each start (local/backup/archive.ts).
set -eu
umask 077
from=$1 name=$2
[ -e ${keepsWalFile} ] || exit 0
folder=\${0%/*}/$(cat ${keepsWalFile})
to=$folder/$name
# What a killed run left.
rm -f "$folder/.$name".*
if [ -e "$to" ]; then
  # After a crash PostgreSQL asks again.
  cmp "$from" "$to" && exit 0
  echo "archive-wal.sh: $to is another file and is left as it is" >&2
  exit 1
fi
draft=$folder/.$name.$$
flush() { sync "$@" 2>/dev/null || sync; }
${hashing}
sum=$(hash <"$from")
bytes=$(wc -c <"$from")
[ \${#sum} -eq 64 ]
# A file that was handed over early is mostly zeros.
cp --sparse=always "$from" "$draft.wal" 2>/dev/null || cp "$from" "$draft.wal"
printf '%s %d\\n' "$sum" "$bytes" >"$draft.sum"
flush "$draft.wal" "$draft.sum"
mv "$draft.sum" "$to.sha256"
mv "$draft.wal" "$to"
flush "$folder"
`;

/** What a replay says of a file that is not what was archived; the path follows. */
export const changedFileWords = 'restore-wal.sh: this file was changed:';

/** Hands a replay one file, after it was compared with its sum. An end above 125 ends the replay; 1 means "not there". */
const restoring = `#!/bin/sh
# restore-wal.sh SYSTEM-IDENTIFIER NAME PATH: hands over one WAL file. Written by fugo (local/backup/archive.ts).
set -u
from=\${0%/*}/$1/$2
[ -e "$from" ] || exit 1
${hashing}
sum=
bytes=
{ read -r sum bytes <"$from.sha256"; } 2>/dev/null
if [ "$(hash <"$from")" != "$sum" ] || [ "$(wc -c <"$from" | tr -d ' ')" != "$bytes" ]; then
  echo "${changedFileWords} $from" >&2
  exit 126
fi
cp "$from" "$3" || exit 126
`;

/** Writes the scripts into the archive's folder. Returns PostgreSQL's settings with which WAL is archived. */
export function prepareWalArchive(folder: string): string[] {
  const path = join(folder, 'archive-wal.sh');
  writeFileSync(path, archiving, { mode: 0o755 });
  return [
    'archive_mode=on',
    `archive_timeout=${longestUnarchivedSeconds}`,
    `archive_command=sh ${shellWord(path)} "%p" "%f"`,
  ];
}

/** The setting with which a replay gets its WAL from the archive of this cluster. */
export function prepareReplay(folder: string, systemIdentifier: string): string {
  const path = join(folder, 'restore-wal.sh');
  writeFileSync(path, restoring, { mode: 0o755 });
  return `restore_command=sh ${shellWord(path)} ${systemIdentifier} "%f" "%p"`;
}

/** A word of a command of PostgreSQL's, in which `%` begins a placeholder. */
function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`).replaceAll('%', '%%')}'`;
}
