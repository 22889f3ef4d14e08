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
$$;--> statement-breakpoint
-- A transaction of a member of staff runs as one of these (storage/database/database.ts), so that the database says no
-- as well.
DO $$
DECLARE
  base text[] := array['clerk', 'supervisor', 'administrator', 'auditor'];
  members text[];
  name text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fugo_staff') THEN
    CREATE ROLE fugo_staff NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
  -- One for each set of roles that a person may have, in the order of the list; a set has what its members have.
  FOR bits IN 1 .. 15 LOOP
    SELECT array_agg(role ORDER BY at) INTO members
      FROM unnest(base) WITH ORDINALITY AS each(role, at) WHERE bits & (1 << (at::int - 1)) <> 0;
    name := 'fugo_' || array_to_string(members, '_');
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', name);
    END IF;
  END LOOP;
  FOR bits IN 1 .. 15 LOOP
    SELECT array_agg(role ORDER BY at) INTO members
      FROM unnest(base) WITH ORDINALITY AS each(role, at) WHERE bits & (1 << (at::int - 1)) <> 0;
    name := 'fugo_' || array_to_string(members, '_');
    -- Another database of this cluster may have done it, and another owner may not do it again.
    CONTINUE WHEN pg_has_role('fugo_api', name, 'MEMBER');
    IF array_length(members, 1) = 1 THEN
      EXECUTE format('GRANT fugo_staff TO %I', name);
    ELSE
      EXECUTE (SELECT string_agg(format('GRANT %I TO %I', 'fugo_' || role, name), '; ') FROM unnest(members) AS role);
    END IF;
    EXECUTE format('GRANT %I TO fugo_api', name);
  END LOOP;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- two databases of a cluster were migrated at once
END
$$;
