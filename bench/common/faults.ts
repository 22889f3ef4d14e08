/** The fault switch of a simulator, as `fugo participants fault` sets it. */
import type { z } from 'zod';
import type { Fault } from '../../contracts/participants/common.ts';
import type { ParticipantName } from '../../domain/participants.ts';
import type { Run } from '../../local/stack.ts';

/** `none` ends it. */
export async function setFault({ addresses }: Run, name: ParticipantName, fault: z.input<typeof Fault>): Promise<void> {
  const response = await fetch(`${addresses.simulators[name]}/fault`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  if (!response.ok) throw new Error(`${name} took no fault: ${response.status}.`);
}
