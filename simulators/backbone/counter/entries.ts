import { randomInt, randomUUID } from 'node:crypto';
import { HTTPException } from 'hono/http-exception';
import { AddressInfo, ClerkInput } from '../../../contracts/participants/backbone.ts';
import { createSpecimen } from '../../../fictitious/business.ts';
import type { AppContext } from '../../base/http.ts';
import { findResident, listNotices, listTransfers } from '../reading.ts';
import type { Backbone } from '../tables.ts';
import { show, showNothing, staffWebOf, type ClerkPlace, type Counter, type ForClerk } from './parts.ts';
import { renderFormPage } from './form-page.ts';
import { addressFields, checkForm, isFormId, readForm, type Entered, type FormKind, type FormProblem } from './form.ts';
import { renderResultPage } from './result-page.ts';

/** The forms, and the result of each (S11 to S16). */
export function addEntries(counter: Counter, forClerk: ForClerk): void {
  const { base, backbone, sender } = counter;
  const { sql } = base.database;
  const { app } = base;
  const change = '/counter/residents/:addressNumber/change';

  for (const kind of ['new', 'number'] as const) {
    app.get(
      `/counter/${kind}`,
      forClerk((c, place) => {
        const isSpecimen = kind === 'new' && c.req.query('specimen') !== undefined;
        const entered = isSpecimen ? enterSpecimen(backbone) : createForm();
        return show(c, renderFormPage(place, { kind, entered, problems: [] }));
      }),
    );
    app.post(
      `/counter/${kind}`,
      forClerk((c, place) => takeForm(counter, { c, place, kind })),
    );
  }
  app.get(
    change,
    forClerk(async (c, place) => {
      const addressNumber = c.req.param('addressNumber') ?? '';
      const resident = await findResident(sql, backbone, place.visit.municipality, addressNumber);
      if (!resident) return showNothing(c, place);
      const info = AddressInfo.safeParse(resident.address_info).data;
      const address = Object.fromEntries(
        addressFields.flatMap((field) => (info?.[field] === undefined ? [] : [[field, info[field]]])),
      );
      const entered = { ...createForm(), address, business: resident.business };
      return show(c, renderFormPage(place, { kind: 'change', entered, problems: [], addressNumber }));
    }),
  );
  app.post(
    change,
    forClerk(async (c, place) => {
      const addressNumber = c.req.param('addressNumber') ?? '';
      const resident = await findResident(sql, backbone, place.visit.municipality, addressNumber);
      return resident ? takeForm(counter, { c, place, kind: 'change', addressNumber }) : showNothing(c, place);
    }),
  );
  app.get(
    '/counter/entries/:transferId',
    forClerk(async (c, place) => {
      const { municipality } = place.visit;
      const transferId = c.req.param('transferId') ?? '';
      const [transfer] = await listTransfers(sql, backbone, municipality, { transferId });
      if (!transfer) return showNothing(c, place);
      const { address_number: addressNumber } = transfer;
      const [resident, notices] = await Promise.all([
        findResident(sql, backbone, municipality, addressNumber),
        listNotices(sql, backbone, municipality, { addressNumber }),
      ]);
      const integratedNumber = resident?.integrated_number ?? null;
      const staffWeb = staffWebOf(counter, municipality, integratedNumber);
      return show(c, renderResultPage(place, { transfer, integratedNumber, notices, staffWeb }));
    }),
  );
  app.post(
    '/counter/entries/:transferId/send',
    forClerk(async (c, place) => {
      const transferId = c.req.param('transferId') ?? '';
      await sender.sendAgain(place.visit.municipality, transferId);
      return c.redirect(`/counter/entries/${transferId}`, 303);
    }),
  );
}

/** Takes a form: shows what is wrong, or stores, sends and shows the result under an address of its own. */
async function takeForm(
  { base, backbone, registry, sender }: Counter,
  { c, place, kind, addressNumber }: { c: AppContext; place: ClerkPlace; kind: FormKind; addressNumber?: string },
): Promise<Response> {
  const { clerk, municipality } = place.visit;
  const entered = readForm(await c.req.parseBody(), backbone);
  // A form without its id was not made by this program; it gets one.
  if (!isFormId(entered.formId)) entered.formId = randomUUID();
  const of = addressNumber === undefined ? {} : { addressNumber };
  const { transferId, input, problems } = checkForm(kind, entered, { backbone, clerk, now: Date.now(), ...of });
  const again = (found: readonly FormProblem[], status: 409 | 422): Promise<Response> =>
    show(c, renderFormPage(place, { kind, entered, problems: found, ...of }), status);
  if (problems.length > 0) return again(problems, 422);
  const doubt = await findDoubt();
  // Asked afterwards, because the same form, sent twice at once, makes its own number a known one.
  if (doubt && (await listTransfers(base.database.sql, backbone, municipality, { transferId })).length === 0) {
    return again([doubt], 422);
  }
  try {
    const [stored] = await registry.store(municipality, [ClerkInput.parse(input)]);
    if (!stored) throw new Error('An entry was not stored.');
    if (stored.isNew) await sender.sendNow(municipality, [stored]);
    return c.redirect(`/counter/entries/${stored.transferId}`, 303);
  } catch (error) {
    if (!(error instanceof HTTPException) || error.status !== 409) throw error;
    return again([{ field: 'transfer', rule: 'problem.conflict' }], 409);
  }

  /** Whether the personal number is that of a resident of this backbone. */
  async function findDoubt(): Promise<FormProblem | undefined> {
    if (input.personalNumber === undefined || kind === 'change') return undefined;
    const known = await registry.findByPersonalNumber(municipality, input.personalNumber);
    if (kind === 'number') return known === undefined ? { field, rule: 'problem.unknown-number' } : undefined;
    return known === undefined ? undefined : { field, rule: 'problem.known-number', values: { addressNumber: known } };
  }
}
const field = 'personalNumber';

const createForm = (): Entered => ({
  formId: randomUUID(),
  personalNumber: '',
  carries: 'both',
  address: {},
  nonDisclosure: false,
  business: {},
});

function enterSpecimen({ numberSystem }: Backbone): Entered {
  const { resident, personalNumber, business } = createSpecimen(randomInt(2 ** 31), numberSystem);
  const { name, nameKana, birthDate, sex, address, contact, nonDisclosure } = resident;
  return {
    ...createForm(),
    personalNumber,
    address: { name, nameKana, birthDate, sex, address, ...(contact !== undefined && { contact }) },
    nonDisclosure,
    business,
  };
}
