import type { MessageKey } from '../../web/catalogue.ts';
import type { Message } from '../../web/components/message.ts';
import { readMessageFiles } from '../../web/words-plugin.ts';

/** Every word of the pages, which a browser fetches room by room. */
export async function readMessages(): Promise<Record<MessageKey, Message>> {
  const files = await readMessageFiles();
  return Object.assign({}, ...files.map(({ messages }) => messages)) as Record<MessageKey, Message>;
}
