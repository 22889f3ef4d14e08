import type { ParticipantName } from '../domain/participants.ts';
import { createBackbone } from './backbone/backbone.ts';
import { startProgram, type Participant, type RunningSimulator } from './base/program.ts';
import type { SimulatorSettings } from './base/settings.ts';
import { communicationServer } from './communication-server.ts';
import { informationProvidingNws } from './information-providing-nws/information-providing-nws.ts';
import { intermediateServer } from './intermediate-server/intermediate-server.ts';
import { jukiGateway } from './juki-gateway.ts';
import { jukiNationalServer } from './juki-national-server.ts';
import { prefecturalServer } from './prefectural-server.ts';

const programs: Record<ParticipantName, Participant> = {
  'juki-system': createBackbone('juki-system'),
  'tax-system': createBackbone('tax-system'),
  'nhi-system': createBackbone('nhi-system'),
  'welfare-system': createBackbone('welfare-system'),
  'intermediate-server': intermediateServer,
  'information-providing-nws': informationProvidingNws,
  'communication-server': communicationServer,
  'prefectural-server': prefecturalServer,
  'juki-national-server': jukiNationalServer,
  'juki-gateway': jukiGateway,
};

export function startSimulator(name: ParticipantName, settings: SimulatorSettings): Promise<RunningSimulator> {
  return startProgram(name, programs[name], settings);
}
