/**
 * Reads server-sent events as they come in, and yields the data of one kind. Comments only keep the connection open.
 */
export async function* readEvents(stream: AsyncIterable<Uint8Array>, kind: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of stream) {
    rest += decoder.decode(piece, { stream: true });
    const blocks = rest.split(/\r?\n\r?\n/u);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = dataIn(block, kind);
      if (data !== undefined) yield data;
    }
  }
}

function dataIn(block: string, kind: string): string | undefined {
  const lines = block.split(/\r?\n/u);
  const valuesOf = (field: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${field}:`) ? [line.slice(field.length + 1).replace(/^ /u, '')] : []));
  return valuesOf('event')[0] === kind ? valuesOf('data').join('\n') : undefined;
}
