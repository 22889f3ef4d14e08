/** Reads what stands in the fields of a form, and writes it back as if somebody typed it. */

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** By key of the field; of a box or a choice `true` where it is chosen, and otherwise empty. */
export type FieldValues = ReadonlyMap<string, string>;

export function readFields(form: HTMLFormElement, { withSecrets = false } = {}): FieldValues {
  return new Map(
    keyed(form)
      .filter(([, control]) => withSecrets || !isSecret(control))
      .map(([key, control]) => [key, valueOf(control)]),
  );
}

export function areEqual(a: FieldValues, b: FieldValues): boolean {
  return [...new Set([...a.keys(), ...b.keys()])].every((key) => (a.get(key) ?? '') === (b.get(key) ?? ''));
}

/** More than any form has; a field that does not take a value is not tried twice. */
const mostSteps = 200;

/** One field after the other, because a choice can bring further fields, and each page keeps its own state. */
export async function fillFields(form: HTMLFormElement, values: FieldValues): Promise<void> {
  const tried = new Set<string>();
  for (let step = 0; step < mostSteps; step += 1) {
    const next = keyed(form).find(([key, control]) => {
      const value = values.get(key);
      return value !== undefined && !tried.has(key) && value !== valueOf(control) && !isUnchosenRadio(control, value);
    });
    if (!next) return;
    const [key, control] = next;
    tried.add(key);
    write(control, values.get(key) ?? '');
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** What must never be stored: passwords, codes, and what the page marks with `data-secret`. */
function isSecret(control: Control): boolean {
  return (
    control.type === 'password' ||
    control.dataset['secret'] !== undefined ||
    /one-time-code|password/u.test(control.getAttribute('autocomplete') ?? '')
  );
}

const unread = new Set(['hidden', 'file', 'submit', 'button', 'reset', 'image']);

function keyed(form: HTMLFormElement): [key: string, control: Control][] {
  const seen = new Map<string, number>();
  return [...form.elements].flatMap((element): [string, Control][] => {
    if (!isControl(element) || unread.has(element.type)) return [];
    const name = nameOf(element);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return [[count === 0 ? name : `${name} ${String(count)}`, element]];
  });
}

/** An id made by React is another one after a reload; the label stays. */
function nameOf(control: Control): string {
  if (control.type === 'radio') return `${control.name}=${control.value}`;
  if (control.name !== '') return control.name;
  if (control.id !== '' && !/^[_:«]/u.test(control.id)) return control.id;
  return (control.labels?.[0]?.textContent ?? control.getAttribute('aria-label') ?? '').trim();
}

function isControl(element: Element): element is Control {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLSelectElement ||
    element instanceof HTMLTextAreaElement
  );
}

function isBox(control: Control): control is HTMLInputElement {
  return control.type === 'checkbox' || control.type === 'radio';
}

function valueOf(control: Control): string {
  if (!isBox(control)) return control.value;
  return control.checked ? 'true' : '';
}

/** A choice is taken back by choosing another one. */
function isUnchosenRadio(control: Control, value: string): boolean {
  return control.type === 'radio' && value === '';
}

function write(control: Control, value: string): void {
  if (isBox(control)) {
    control.click();
    return;
  }
  // React notices a change only where its own setter, which stands on the element, is passed by.
  const prototype: unknown = Object.getPrototypeOf(control);
  if (typeof prototype === 'object' && prototype) Reflect.set(prototype, 'value', value, control);
  control.dispatchEvent(new Event('input', { bubbles: true }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
}
