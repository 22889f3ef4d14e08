/** A fugo that only this bench uses: own home, own ports, own servers. */
import { join } from 'node:path';
import { writePrivateJson } from '../../local/files.ts';
import { textOf } from '../../local/messages.ts';
import { offerFreePort, portNames } from '../../local/ports.ts';
import { startStack, type Run } from '../../local/stack.ts';
import type { Say } from './say.ts';

export async function startIn(home: string, say: Say): Promise<Run> {
  // Offered, not the usual ones: a fugo that runs here already keeps its own.
  const ports: Record<string, number> = {};
  for (const name of portNames) {
    do ports[name] = await offerFreePort();
    while (Object.entries(ports).some(([other, port]) => other !== name && port === ports[name]));
  }
  writePrivateJson(join(home, 'ports.json'), ports);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  const { run } = await startStack({
    home,
    env: { ...env, FUGO_ALWAYS_OPEN: '1', FUGO_MAIL_IN: '0' },
    onStep: ({ name, state, note }) => {
      if (state === 'done' || note) say(`${name}: ${note ? textOf(note, 'en') : state}`);
    },
  });
  return run;
}

/** Servers of somebody else are not measured. */
const foreign = /^(TEMPORAL_|DATABASE_|SIMULATOR_DATABASE_)/u;
