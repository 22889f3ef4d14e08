/** Gives each source of the pages the words that it names, so that a page is fetched with its own and no others. */
import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import type { Message } from './components/message.ts';

const web = fileURLToPath(new URL('.', import.meta.url));
const isMessageFile = (path: string): boolean => /(?:^|[/\\-])messages\.ts$/u.test(path);

interface MessageFile {
  /** Absolute. */
  path: string;
  /** What the file exports them as. */
  name: string;
  messages: Readonly<Record<string, Message>>;
}

/** Every file of messages, the small ones first: a room's larger file may hold a smaller one's messages as well. */
export async function readMessageFiles(): Promise<MessageFile[]> {
  const paths = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter(isMessageFile);
  const files = await Promise.all(
    paths.map(async (path): Promise<MessageFile[]> => {
      const exported: unknown = await import(pathToFileURL(join(web, path)).href);
      return Object.entries(exported ?? {})
        .filter((entry): entry is [string, MessageFile['messages']] => entry[0].endsWith('Messages'))
        .map(([name, messages]) => ({ path: join(web, path), name, messages }));
    }),
  );
  return files.flat().toSorted((a, b) => Object.keys(a.messages).length - Object.keys(b.messages).length);
}

/** In which file each message stands; of two that hold it, in the smaller one. */
function placesOf(files: readonly MessageFile[]): Map<string, string> {
  const places = new Map<string, string>();
  for (const { path, messages } of files) {
    for (const key of Object.keys(messages)) if (!places.has(key)) places.set(key, path);
  }
  return places;
}

/** The files whose messages a source names: by the whole key, or by the beginning of one put together at run time. */
function filesFor(source: string, places: ReadonlyMap<string, string>): Set<string> {
  const needed = new Set<string>();
  for (const { groups } of source.matchAll(/['"](?<key>[\w-]+(?:\.[\w-]+)+)['"]/gu)) {
    const place = places.get(groups?.['key'] ?? '');
    if (place !== undefined) needed.add(place);
  }
  for (const { groups } of source.matchAll(/`(?<start>[\w-]+\.(?:[\w-]+\.)*)\$\{/gu)) {
    const start = groups?.['start'] ?? '';
    for (const [key, place] of places) if (key.startsWith(start)) needed.add(place);
  }
  return needed;
}

export function words(): Plugin {
  let files: MessageFile[] = [];
  let places = new Map<string, string>();
  return {
    name: 'fugo-words',
    // Before the JSX is made, while the source is as it was written.
    enforce: 'pre',
    async buildStart() {
      files = await readMessageFiles();
      places = placesOf(files);
    },
    transform(source, id) {
      if (!id.startsWith(web.replaceAll(sep, '/')) || !/\.tsx?$/u.test(id)) return null;
      const catalogue = JSON.stringify(join(web, 'catalogue.ts'));
      if (isMessageFile(id)) {
        const names = files.filter(({ path }) => path === id).map(({ name }) => name);
        if (names.length === 0) return null;
        const adding = names.map((name) => `addMessages(${name});`).join(' ');
        return { code: `${source}\nimport { addMessages } from ${catalogue};\n${adding}\n`, map: null };
      }
      const imports = Array.from(filesFor(source, places), (path) => `import ${JSON.stringify(path)};`);
      return { code: `${source}\n${imports.join('\n')}\n`, map: null };
    },
  };
}
