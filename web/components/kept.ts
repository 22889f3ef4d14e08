/**
 * What the reader chose for this browser: language, calendar, columns. Nothing about a resident is ever kept here. Where
 * the browser forbids storage, a choice holds until the page is closed.
 */
export function loadKept(name: string): string | null {
  try {
    return localStorage.getItem(`fugo.${name}`);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`fugo.${name}`, value);
  } catch {
    // Storage is forbidden.
  }
}
