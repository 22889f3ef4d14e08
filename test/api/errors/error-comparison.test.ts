/** A held transfer beside what is current: what differs, by which rule, and for whose eyes. */
import { beforeAll, expect, test } from 'vitest';
import { addErrorRoutes } from '../../../api/errors/list.ts';
import type { Comparison } from '../../../contracts/api/error-entry.ts';
import type { Role } from '../../../domain/rights.ts';
import { openStore, receive, type Store } from '../../storage/support.ts';
import { entryOf, heldStranger, heldTransfer, refusedSerial, type TestEntry } from './error-list-support.ts';
import { bodyOf, openStaffPages, type StaffPages } from '../sign-in/staff-pages.ts';
import { problemIn } from '../support.ts';

let store: Store;
let pages: StaffPages;
beforeAll(async () => {
  store = await openStore(77);
  pages = await openStaffPages(store, addErrorRoutes);
});

const read = ({ failureId }: TestEntry, as: readonly Role[] = ['clerk']) =>
  pages.request('GET', `errors/${failureId}/comparison`, { as });
const compare = async (entry: TestEntry, as?: readonly Role[]): Promise<Comparison> => bodyOf(await read(entry, as));
const differing = ({ fields }: Comparison): string[] =>
  fields.filter(({ differs }) => differs).map(({ field }) => field);

test('shows field by field what differs, which rule held it, and no digit of a personal number', async () => {
  const entry = await heldTransfer(store);
  const compared = await compare(entry);
  expect(compared).toMatchObject({
    integratedAddressNumber: entry.number,
    state: 'HELD',
    with: 'person',
    another: null,
    masked: false,
    reasons: ['BIRTH_DATE_DIFFERS', 'NAME_DIFFERS'],
    personalNumber: 'same',
  });
  expect(differing(compared)).toEqual(['name', 'birthDate', 'addressNumber']);
  expect(compared.fields[0]).toEqual({ field: 'name', held: '別人 花子', current: '符号 太郎', differs: true });
  expect(compared.fields.find(({ field }) => field === 'birthDate')).toMatchObject({
    held: '1950-01-02',
    current: '1980-05-06',
  });
  expect(JSON.stringify(compared)).not.toContain(entry.personalNumber);
  expect((await pages.audited()).at(-1)).toMatchObject({ action: 'errors.compare', subject: entry.failureId });
});

test('two writings of one birth date do not differ', async () => {
  const compared = await compare(await heldTransfer(store, { birthDate: '昭和55年5月6日' }));
  expect(compared.reasons).toEqual(['NAME_DIFFERS']);
  expect(differing(compared)).toEqual(['name', 'addressNumber']);
});

test('two writings of one address do not differ, and two addresses do', async () => {
  const entry = await heldTransfer(store, { address: '架空市見本町2丁1-26' });
  const beside = async (current: string): Promise<string[]> => {
    await store.see`
      update address_information set address = ${current}
      where person_id = (select person_id from persons where integrated_address_number = ${entry.number})`;
    return differing(await compare(entry));
  };
  expect(await beside('架空市見本町2-1-26')).not.toContain('address');
  expect(await beside('架空市見本町二丁目１番２６号')).not.toContain('address');
  expect(await beside('架空市見本町2-1-27')).toContain('address');
  expect(await beside('架空市見本町2-1')).toContain('address');
});

test('whose address number is another resident’s is beside that resident where there is nobody else', async () => {
  const entry = await heldStranger(store);
  const compared = await compare(entry);
  expect(compared).toMatchObject({
    integratedAddressNumber: null,
    with: 'another',
    another: entry.owner,
    reasons: ['ADDRESS_NUMBER_OF_ANOTHER'],
    personalNumber: 'different',
  });
  expect(compared.fields[0]).toMatchObject({ held: '別人 次郎', current: '持主 太郎' });
});

test('a protected resident is masked but for who may see them, and that look has a word of its own', async () => {
  const entry = await heldTransfer(store, { nonDisclosure: true });
  expect(await compare(entry)).toMatchObject({ protected: true, masked: true, fields: [] });
  expect((await pages.audited()).at(-1)).toMatchObject({ action: 'errors.compare.masked' });
  const seen = await compare(entry, ['supervisor']);
  expect(seen).toMatchObject({ protected: true, masked: false });
  expect(seen.fields).toHaveLength(9);
  expect((await pages.audited()).at(-1)).toMatchObject({ action: 'errors.compare.protected' });
});

test('who is nothing but held transfers is masked where another of them says so', async () => {
  const { owner } = await heldStranger(store);
  const [taken] = await store.see<{ address_number: string }[]>`
    select address_number from address_numbers join persons using (person_id) where integrated_address_number = ${owner}`;
  const stranger = { personalNumber: store.people.personalNumber(), addressNumber: taken?.address_number ?? '' };
  const { personId } = await receive(store, { ...stranger, name: '別人 三郎' });
  const entry = await entryOf(store, personId);
  expect(await compare(entry)).toMatchObject({ protected: false, masked: false });
  const hidden = { ...stranger, name: '別人 三郎', nonDisclosure: true };
  expect((await receive(store, hidden)).judgement.result).toBe('held');
  expect(await compare(entry)).toMatchObject({ protected: true, masked: true, fields: [] });
});

test('is for who sees residents: an administrator does not, though the list is open', async () => {
  const entry = await heldTransfer(store);
  await problemIn(await read(entry, ['administrator']), 403, 'FORBIDDEN');
  await problemIn(await read(entry, ['auditor']), 403, 'FORBIDDEN');
  const response = await pages.request('GET', `errors/${entry.failureId}`, { as: ['administrator'] });
  expect(response.status).toBe(200);
});

test('an entry about no held transfer has nothing to compare', async () => {
  await problemIn(await read(await refusedSerial(store)), 404, 'UNKNOWN_FAILURE');
});
