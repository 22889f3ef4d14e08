/** `node bench/peers/peer.ts NAME HOME`: a peer in a process of its own, led by the bench over IPC. */
import { peerNames, type Peer, type PeerMessage, type PeerName, type Work } from './messages.ts';

const [name, home] = process.argv.slice(2);
const known = peerNames.find((each) => each === name);
if (!known || home === undefined) throw new Error('usage: peer.ts textbook|dbos|restate HOME');

// Loaded only where it is wanted, so that none pays for another's packages.
const start: Record<PeerName, () => Promise<Peer>> = {
  textbook: async () => (await import('./textbook.ts')).startTextbook(home),
  dbos: async () => (await import('./dbos.ts')).startDbos(home),
  restate: async () => (await import('./restate.ts')).startRestate(home),
};
const peer = await start[known]();

process.on('message', (work: Work) => {
  peer.work(work).then(
    (times) => tell({ kind: 'finished', ...times }),
    (err: unknown) => {
      process.stderr.write(`${err instanceof Error ? err.message : 'The work failed.'}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => {
  peer.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
tell({ kind: 'ready', enginePid: peer.enginePid });

function tell(message: PeerMessage): void {
  process.send?.(message);
}
