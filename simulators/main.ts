import { readSimulatorConfig } from '../config/processes.ts';
import { participantNames } from '../domain/participants.ts';
import { describeError } from './base/log.ts';
import { startSimulator } from './programs.ts';

/** `node simulators/main.ts PARTICIPANT`: runs one participant in one process. */
async function main(): Promise<void> {
  const name = participantNames.find((candidate) => candidate === process.argv[2]);
  if (!name) throw new Error(`Which participant? One of: ${participantNames.join(', ')}`);
  const simulator = await startSimulator(name, readSimulatorConfig(process.env));
  let stopping = false;
  function stop(): void {
    if (stopping) return;
    stopping = true;
    simulator.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  }
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  const sentence = error instanceof Error && !('code' in error) ? error.message : JSON.stringify(describeError(error));
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
});
