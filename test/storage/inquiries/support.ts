/** People who ask and people who answer, and what they ask. */
import { randomUUID } from 'node:crypto';
import { nation } from '../../../domain/organisations.ts';
import type { NewInquiry } from '../../../storage/inquiries/inquiries.ts';
import { municipality, otherMunicipality, type Store } from '../support.ts';

export async function registerAskers({ see }: Pick<Store, 'see'>): Promise<void> {
  for (const [id, organisation, role] of [
    ['asker', municipality, 'administrator'],
    ['neighbour', otherMunicipality, 'administrator'],
    ['agent', nation, 'call-centre'],
    ['colleague', nation, 'call-centre'],
    ['decider', nation, 'manager'],
    ['operator', nation, 'administrator'],
  ] as const) {
    await see`
      insert into organisations (organisation, tier, parent, name, name_en)
      values ('nation', 'nation', null, '国', 'Nation'), ('130001', 'prefecture', 'nation', '東京都', 'Tokyo'),
        ('200000', 'prefecture', 'nation', '長野県', 'Nagano'), ('131016', 'municipality', '130001', '千代田区', 'Chiyoda'),
        ('202011', 'municipality', '200000', '長野市', 'Nagano City') on conflict do nothing`;
    await see`insert into staff (staff_id, name, email) values (${id}, ${id}, ${`${id}@mihon.example`}) on conflict do nothing`;
    await see`insert into staff_roles (organisation, staff_id, role) values (${organisation}, ${id}, ${role}) on conflict do nothing`;
  }
}

export function askedBy(organisation: string, subject: string, more: Partial<NewInquiry> = {}): NewInquiry {
  return {
    organisation,
    kind: 'operation',
    priority: 'normal',
    subject,
    text: `${subject}について教えてください。`,
    road: 'web',
    askedBy: organisation === municipality ? 'asker' : 'neighbour',
    requestKey: randomUUID(),
    incident: null,
    errorEntry: null,
    ...more,
  };
}
