/**
 * Who is who in fugo's database: the superuser makes the owner and the database, the owner migrates, and the
 * migration makes `fugo_api` and `fugo_worker`, which get the right to log in here, because a password is a matter of
 * the installation and not of the schema.
 */
export interface DatabaseUrls {
  owner: string;
  api: string;
  worker: string;
}

/** The same server, other role or database. */
export function urlWith(url: string, changes: { user?: string; password?: string; database?: string }): string {
  const changed = new URL(url);
  if (changes.user !== undefined) changed.username = changes.user;
  if (changes.password !== undefined) changed.password = changes.password;
  if (changes.database !== undefined) changed.pathname = `/${changes.database}`;
  return changed.href;
}
