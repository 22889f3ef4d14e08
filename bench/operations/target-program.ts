/**
 * So many HTTP servers as TARGETS says, each at a port of its own, in this process. Writes their ports as one line of
 * JSON. `/asked` says how often they were asked: by fugo's monitor, and by others.
 */
import { createServer } from 'node:http';
import { listen } from './listening.ts';

const count = Number(process.env['TARGETS']);
const asked = { monitor: 0, others: 0 };

const servers = Array.from({ length: count }, () =>
  createServer((request, response) => {
    const isQuestion = request.url === '/asked';
    if (!isQuestion) asked[request.headers['user-agent'] === 'fugo-monitor' ? 'monitor' : 'others'] += 1;
    const body = JSON.stringify(isQuestion ? asked : { state: 'running' });
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  }),
);
const ports = await Promise.all(servers.map(listen));
process.stdout.write(`${JSON.stringify(ports)}\n`);
