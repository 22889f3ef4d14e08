/**
 * The roles of fugo's database. The superuser makes the owner and the database; the owner migrates; the migration makes
 * `fugo_api`, `fugo_worker` and `fugo_monitor`. They get their passwords here, because a password belongs to the installation and not
 * to the schema.
 */
export interface DatabaseUrls {
  owner: string;
  api: string;
  worker: string;
  monitor: string;
}

/** The same server with another role, password or database. */
export function urlWith(url: string, changes: { user?: string; password?: string; database?: string }): string {
  const changed = new URL(url);
  if (changes.user !== undefined) changed.username = changes.user;
  if (changes.password !== undefined) changed.password = changes.password;
  if (changes.database !== undefined) changed.pathname = `/${changes.database}`;
  return changed.href;
}
