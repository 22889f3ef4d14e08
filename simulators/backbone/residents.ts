import type { z } from 'zod';
import {
  AddressInfo,
  BusinessInfo,
  ClerkInput,
  ClerkInputs,
  KnownResidents,
  type BackboneResident,
  type ClerkAnswer,
  type KnownStored,
} from '../../contracts/participants/backbone.ts';
import { municipalityOf, parseBody } from '../base/http.ts';
import type { Base } from '../base/program.ts';
import { findResident } from './reading.ts';
import type { Registry } from './registry.ts';
import type { Backbone } from './tables.ts';
import type { Input } from './transfer-content.ts';
import type { TransferSender } from './transfers.ts';

/** S11 by program: stores inputs with their transfers, and sends them (seed P:234). */
export function addResidents(base: Base, backbone: Backbone, registry: Registry, sender: TransferSender): void {
  const { app, database } = base;

  app.post('/v1/municipalities/:municipality/residents', async (c) => {
    const municipality = municipalityOf(c);
    const [answer] = await take(municipality, [await parseBody(c, ClerkInput)]);
    return c.json(answer);
  });

  app.post('/v1/municipalities/:municipality/residents/batch', async (c) => {
    const municipality = municipalityOf(c);
    const { lines } = await parseBody(c, ClerkInputs);
    return c.json({ results: await take(municipality, lines) });
  });

  app.put('/v1/municipalities/:municipality/residents', async (c) => {
    const { lines } = await parseBody(c, KnownResidents);
    await registry.know(municipalityOf(c), lines);
    return c.json({ stored: lines.length } satisfies z.infer<typeof KnownStored>);
  });

  app.get('/v1/municipalities/:municipality/residents/:addressNumber', async (c) => {
    const row = await findResident(database.sql, backbone, municipalityOf(c), c.req.param('addressNumber'));
    if (!row) return c.json({ error: 'UNKNOWN_ADDRESS_NUMBER' }, 404);
    const answer: z.infer<typeof BackboneResident> = {
      addressNumber: row.address_number,
      integratedAddressNumber: row.integrated_number,
      addressInfo: AddressInfo.nullable().parse(row.address_info),
      business: BusinessInfo.parse(row.business),
    };
    return c.json(answer);
  });

  async function take(municipality: string, inputs: readonly Input[]): Promise<ClerkAnswer[]> {
    const stored = await registry.store(municipality, inputs);
    const waited = stored.filter((_, index) => inputs[index]?.wait);
    if (waited.length < stored.length) sender.wake();
    const answers = waited.length === 0 ? [] : await sender.sendNow(municipality, waited);
    const answerOf = new Map(answers.map((answer) => [answer.transferId, answer]));
    return stored.map(({ transferId, addressNumber }) => {
      const notAsked = { addressNumber, transferId, status: null, result: null, integratedAddressNumber: null };
      return answerOf.get(transferId) ?? notAsked;
    });
  }
}
