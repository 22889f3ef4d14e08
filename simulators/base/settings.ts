import type { SimulatorConfig } from '../../config/processes.ts';

/** `peers` is read at every use, so that a test may fill it in after all have started. */
export type SimulatorSettings = Omit<SimulatorConfig, 'language'>;
export type Peers = SimulatorSettings['peers'];
