import { expect, test } from 'vitest';
import { readApiConfig, readSimulatorConfig, readWorkerConfig } from '../../../config/processes.ts';

const simulator = { PORT: '8650', SIMULATOR_DATABASE_URL: 'postgres://a@127.0.0.1/b' };
const worker = { TEMPORAL_ADDRESS: '127.0.0.1:7233', DATABASE_URL: 'postgres://a@127.0.0.1/b', FUGO_KEYS_FILE: '/k' };
const api = { ...worker, PORT: '8640' };

test('what is read is frozen, with the defaults of what is not set and of what is empty', () => {
  const config = readApiConfig({ ...api, FUGO_HOST: ' ' });
  expect(config).toMatchObject({
    port: 8640,
    host: '127.0.0.1',
    publicUrl: 'http://127.0.0.1:8640',
    alwaysOpen: false,
  });
  expect(Object.isFrozen(config)).toBe(true);
});

test('addresses of simulators are read by name, without a slash at the end', () => {
  const peers = '{"juki-system":"http://127.0.0.1:8650/"}';
  expect(readSimulatorConfig({ ...simulator, FUGO_SIMULATOR_PEERS: peers }).peers).toEqual({
    'juki-system': 'http://127.0.0.1:8650',
  });
  expect(readSimulatorConfig(simulator).peers).toEqual({});
});

test.each([
  'no JSON',
  '"text"',
  'null',
  '{"nobody":"http://127.0.0.1"}',
  '{"juki-system":1}',
  '{"juki-system":"here"}',
])('addresses of simulators that are none are refused by name and rule: %s', (text) => {
  expect(() => readSimulatorConfig({ ...simulator, FUGO_SIMULATOR_PEERS: text })).toThrow(
    /^FUGO_SIMULATOR_PEERS: 模擬システム名からURLへのJSONにしてください\(例: .+\) \/ must be JSON from participant names to URLs \(example: .+\)$/u,
  );
});

test.each([
  [{ PORT: '0x50' }, 'PORT', 'must be a whole number from 1 to 65535'],
  [{ PORT: '' }, 'PORT', 'must be set'],
  [{ DATABASE_URL: 'mysql://mine@host/b' }, 'DATABASE_URL', 'must be a URL starting with postgres://, postgresql://'],
  [{ FUGO_LOG_LEVEL: 'loud' }, 'FUGO_LOG_LEVEL', 'must be one of trace, debug, info, warn, error'],
  [{ FUGO_ALWAYS_OPEN: 'perhaps' }, 'FUGO_ALWAYS_OPEN', 'must be 1 or 0'],
  [{ FUGO_LOAD_FILE_LIMIT: '1e9' }, 'FUGO_LOAD_FILE_LIMIT', 'must be a whole number from 1'],
])('a wrong variable is named with its rule, and not its value: %j', (wrong, name, rule) => {
  const read = () => readApiConfig({ ...api, ...wrong });
  expect(read).toThrow(new RegExp(`^${name}: .+ / ${rule} \\(example: .+\\)$`, 'u'));
  expect(read).not.toThrow(/mine|loud|perhaps|0x50|1e9/u);
});

test('what a worker takes is one of three', () => {
  expect(readWorkerConfig(worker).work).toBe('all');
  expect(() => readWorkerConfig({ ...worker, FUGO_WORK: 'nights' })).toThrow('must be daily, loads or all');
});
