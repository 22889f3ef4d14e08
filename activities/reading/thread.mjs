/** Starts a thread from source: a thread has none of the loaders of the program that it belongs to. */
import { register } from 'tsx/esm/api';

register();
await import('./thread.ts');
