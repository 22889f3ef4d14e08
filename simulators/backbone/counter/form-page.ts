import { html, raw } from 'hono/html';
import { carriedParts } from '../../../contracts/participants/backbone.ts';
import type { BusinessColumn } from '../../../contracts/participants/backbone-tables.ts';
import { sexes } from '../../../domain/values/sex.ts';
import { transferRules } from '../../../domain/checked-transfer.ts';
import {
  addressFields,
  requiredFields,
  sentenceOf,
  type AddressField,
  type Entered,
  type FormKind,
  type FormProblem,
} from './form.ts';
import { renderLayout, sayOf, type Markup, type Place } from './layout.ts';
import type { CounterMessage } from './messages.ts';

export interface FormView {
  kind: FormKind;
  entered: Entered;
  problems: readonly FormProblem[];
  /** Of a resident whom the backbone knows. */
  addressNumber?: string;
}

/** The wide ones last, so that rows are full. */
const shownFields = ['name', 'nameKana', 'birthDate', 'sex', 'contact', 'address', 'delivery'] as const;
const wideFields: ReadonlySet<string> = new Set(['address', 'delivery']);
const hints: Partial<Record<string, CounterMessage>> = { birthDate: 'field.birthDate.hint' };

export function renderFormPage(place: Place, view: FormView): Markup {
  const { say } = place;
  const { kind, entered, problems, addressNumber } = view;
  const title = say(`form.${kind}`);
  const action = addressNumber === undefined ? `/counter/${kind}` : `/counter/residents/${addressNumber}/change`;
  return renderLayout(
    place,
    title,
    html`<h1>${title}</h1>
      ${problems.length === 0 ? '' : renderProblems(place, problems)}
      ${kind === 'number' ? html`<p>${say('form.number.intro')}</p>` : ''}
      ${
        kind === 'new'
          ? html`<p>
              <a class="button second" href="/counter/new?specimen=${entered.formId}">${say('form.specimen')}</a>
            </p>`
          : ''
      }
      <form method="post" action="${action}" class="card" data-once="${say('form.submitting')}" novalidate>
        <input type="hidden" name="formId" value="${entered.formId}" />
        ${kind === 'change' ? '' : renderNumber(place, view)} ${kind === 'number' ? '' : renderParts(place, view)}
        <div class="actions">
          <button type="submit">${say('form.submit')}</button>
          <a href="/counter">${say('form.cancel')}</a>
        </div>
      </form>`,
  );
}

function renderProblems(place: Place, problems: readonly FormProblem[]): Markup {
  const { say } = place;
  return html`<div class="result bad" role="alert" tabindex="-1" data-focus>
    ${say('form.problems', { count: problems.length })}
    <ul>
      ${problems.map(
        (problem) =>
          html`<li>
            <a href="#${problem.field}">${fieldTitle(place, problem.field)}</a>: ${sentenceOf(place, problem)}
          </li>`,
      )}
    </ul>
  </div>`;
}

/** The words for a field of the form, or of the transfer that fugo has refused. */
export function fieldTitle({ say, language, backbone }: Place, field: string): string {
  const column: BusinessColumn | undefined = backbone.business.columns.find(({ name }) => name === field);
  if (column) return column[language];
  const item = ['businessItem1', 'businessItem2'].indexOf(field);
  const itemColumn = backbone.business.columns.find(({ name }) => name === backbone.business.items[item]);
  if (itemColumn) return itemColumn[language];
  return isTitled(field) ? say(`field.${field}`) : say('field.transfer');
}
const titled = ['personalNumber', ...addressFields, 'nonDisclosure', 'dataType'] as const;
const isTitled = (field: string): field is (typeof titled)[number] => titled.some((each) => each === field);

interface FieldView {
  name: string;
  title: string;
  hint?: string | undefined;
  required?: boolean;
  wide?: boolean;
  part?: 'address' | 'business';
}

/** A field with its title, hint and problem; `control` makes the element from its attributes. */
function renderField(
  place: Place,
  problems: readonly FormProblem[],
  { name, title, hint, required = false, wide = false }: FieldView,
  control: (attributes: ReturnType<typeof raw>) => Markup | Promise<Markup>,
): Markup {
  const problem = problems.find(({ field }) => field === name);
  const described = [hint === undefined ? '' : `${name}-hint`, `${name}-error`].filter((id) => id !== '').join(' ');
  const attributes = raw(
    `id="${name}" name="${name}" aria-describedby="${described}" aria-invalid="${String(problem !== undefined)}"` +
      (required ? ' aria-required="true"' : ''),
  );
  return html`<div class="field ${wide ? 'wide' : ''}">
    <label for="${name}">${title}${required ? html`<span class="tag">${place.say('form.required')}</span>` : ''}</label>
    ${hint === undefined ? '' : html`<span class="hint" id="${name}-hint">${hint}</span>`} ${control(attributes)}
    <span class="error" id="${name}-error" aria-live="polite">${problem ? sentenceOf(place, problem) : ''}</span>
  </div>`;
}

function renderNumber(place: Place, { kind, entered, problems }: FormView): Markup {
  const { say, language } = place;
  const hint = say(kind === 'number' ? 'field.personalNumber.alone' : 'field.personalNumber.hint');
  return html`<fieldset>
    ${renderField(
      place,
      problems,
      { name: 'personalNumber', title: say('field.personalNumber'), hint, required: kind === 'number' },
      (attributes) =>
        html`<input
          ${attributes}
          class="number"
          inputmode="numeric"
          autocomplete="off"
          spellcheck="false"
          maxlength="24"
          value="${entered.personalNumber}"
          data-personal-number
          data-length="${transferRules.NOT_12_DIGITS[language]}"
          data-zero="${transferRules.ALL_ZERO[language]}"
          data-digit="${transferRules.CHECK_DIGIT[language]}"
        />`,
    )}
  </fieldset>`;
}

function renderParts(place: Place, { entered, problems }: FormView): Markup {
  const { say, backbone } = place;
  return html`<fieldset>
      <legend>${say('form.carries')}</legend>
      <div class="choices">
        ${carriedParts.map(
          (part) =>
            html`<label
              ><input
                type="radio"
                name="carries"
                value="${part}"
                ${raw(entered.carries === part ? 'checked' : '')}
              />${sayOf(place, `carries.${part}`)}</label
            >`,
        )}
      </div>
    </fieldset>
    <fieldset class="part-address">
      <legend>${say('form.address')}</legend>
      <div class="grid">
        ${shownFields.map((field) => renderAddressField(place, { field, entered, problems }))}
        <div class="field wide choices">
          <label
            ><input type="checkbox" name="nonDisclosure" ${raw(entered.nonDisclosure ? 'checked' : '')} />${say(
              'field.nonDisclosure',
            )}</label
          >
        </div>
      </div>
    </fieldset>
    <fieldset class="part-business">
      <legend>${sayOf(place, `table.${backbone.numberSystem}`)}</legend>
      <div class="grid">
        ${backbone.business.columns.map((column) => renderColumn(place, { column, entered, problems }))}
      </div>
    </fieldset>`;
}

function renderAddressField(
  place: Place,
  { field, entered, problems }: { field: AddressField; entered: Entered; problems: readonly FormProblem[] },
): Markup {
  const { say } = place;
  const hintKey = hints[field];
  const value = entered.address[field] ?? '';
  const view = {
    name: field,
    title: say(`field.${field}`),
    hint: hintKey === undefined ? undefined : say(hintKey),
    required: requiredFields.has(field),
    wide: wideFields.has(field),
  };
  return renderField(place, problems, view, (attributes) =>
    field === 'sex'
      ? renderSelect(place, attributes, { value, options: sexes.map((sex) => [sex, say(`field.sex.${sex}`)]) })
      : html`<input ${attributes} autocomplete="off" value="${value}" />`,
  );
}

function renderColumn(
  place: Place,
  { column, entered, problems }: { column: BusinessColumn; entered: Entered; problems: readonly FormProblem[] },
): Markup {
  const { name, kind, choices } = column;
  const value = entered.business[name] ?? '';
  const view = { name, title: column[place.language], required: name === place.backbone.business.items[0] };
  return renderField(place, problems, view, (attributes) => {
    if (choices) return renderSelect(place, attributes, { value, options: choices.map((each) => [each, each]) });
    if (kind === 'date') return html`<input ${attributes} type="date" max="9999-12-31" value="${value}" />`;
    const isNumber = kind !== 'text';
    return html`<input
      ${attributes}
      ${raw(isNumber ? 'inputmode="numeric"' : '')}
      autocomplete="off"
      value="${value}"
    />`;
  });
}

function renderSelect(
  { say }: Place,
  attributes: ReturnType<typeof raw>,
  { value, options }: { value: string; options: readonly (readonly [string, string])[] },
): Markup {
  return html`<select ${attributes}>
    <option value="">${say('form.unspecified')}</option>
    ${options.map(
      ([option, title]) => html`<option value="${option}" ${raw(option === value ? 'selected' : '')}>${title}</option>`,
    )}
  </select>`;
}
