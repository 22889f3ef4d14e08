-- The programs' roles. They own nothing and cannot pass row-level security by; the installation gives them passwords.
-- Roles belong to the whole cluster, so another database of this cluster may have made them already.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fugo_api') THEN
    CREATE ROLE fugo_api NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fugo_worker') THEN
    CREATE ROLE fugo_worker NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- two databases were migrated at once
END
$$;
