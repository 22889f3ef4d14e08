/**
 * What a browser keeps: for good what its reader chose, such as language, calendar and columns, and nothing about a
 * resident; for the tab alone what its page needs to be loaded again. Where storage is forbidden, it holds until then.
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

export function loadFromTab(name: string): string | null {
  try {
    return sessionStorage.getItem(`fugo.${name}`);
  } catch {
    return null;
  }
}

export function keepInTab(name: string, value: string): void {
  try {
    sessionStorage.setItem(`fugo.${name}`, value);
  } catch {
    // Storage is forbidden.
  }
}

export function forgetInTab(name: string): void {
  try {
    sessionStorage.removeItem(`fugo.${name}`);
  } catch {
    // Storage is forbidden, so nothing was kept.
  }
}

/** Whoever signs out leaves nothing in the tab. */
export function forgetTab(): void {
  try {
    sessionStorage.clear();
  } catch {
    // Storage is forbidden, so nothing was kept.
  }
}
