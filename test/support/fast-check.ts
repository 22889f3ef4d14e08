/**
 * fast-check with one seed for all properties, so that a run that failed can be had again and a run that passed does. A
 * failure tells its seed and the path to the smallest counterexample. FUGO_PROPERTY_SEED draws other cases.
 */
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(process.env['FUGO_PROPERTY_SEED'] ?? 20_261_130) });

export * from 'fast-check';
