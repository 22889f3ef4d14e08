/**
 * Applies small corrections of packages until their authors release them: `patches/{package}@{version}.patch`, with
 * reasons in docs/decisions. npm runs this after an installation, and every start does, because npm may have been told
 * to run no scripts. A file that is corrected already stays; one that differs from both states is an error, never half
 * corrected.
 */
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Applies the patches that are not applied yet. Throws a sentence if a package has another version than its patch. */
export function patchPackages(folder = root) {
  for (const file of readdirSync(join(folder, 'patches')).filter((name) => name.endsWith('.patch'))) {
    const [name = '', version = ''] = file.slice(0, -'.patch'.length).split('@');
    const home = join(folder, 'node_modules', name);
    const found = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
    if (found !== version) {
      throw new Error(`patches/${file} was made for ${name} ${version}, and ${found} is installed: run npm ci.`);
    }
    for (const { path, hunks } of readPatch(readFileSync(join(folder, 'patches', file), 'utf8'))) {
      const before = readFileSync(join(home, path), 'utf8');
      const after = hunks.reduce((text, hunk) => applyHunk(text, hunk, `${name}/${path}`), before);
      if (after !== before) replaceFile(join(home, path), after);
    }
  }
}

/**
 * The files of a unified diff, each with the text before and after, hunk by hunk.
 *
 * @param {string} text
 */
function readPatch(text) {
  return text
    .split(/^--- .*\n/m)
    .slice(1)
    .map((part) => {
      const [head = '', ...hunks] = part.split(/^@@ .*\n/m);
      const path = /^\+\+\+ b\/(\S+)/m.exec(head)?.[1] ?? '';
      return { path, hunks: hunks.map((hunk) => ({ old: linesOf(hunk, '-'), new: linesOf(hunk, '+') })) };
    });
}

function linesOf(hunk, kind) {
  const lines = hunk.split('\n').filter((line) => line.startsWith(' ') || line.startsWith(kind));
  return lines.map((line) => `${line.slice(1)}\n`).join('');
}

function applyHunk(text, hunk, where) {
  if (text.includes(hunk.new)) return text;
  if (text.split(hunk.old).length !== 2) throw new Error(`${where} cannot be corrected: run npm ci.`);
  return text.replace(hunk.old, () => hunk.new);
}

/** Writes a new file, because the old one may be hard-linked to another installation. It is never seen half written. */
function replaceFile(path, text) {
  const part = `${path}.${process.pid}`;
  writeFileSync(part, text);
  renameSync(part, path);
}

if (import.meta.url === pathToFileURL(process.argv.at(1) ?? '').href) patchPackages();
