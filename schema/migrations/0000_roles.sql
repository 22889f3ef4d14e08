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
  -- The supervisor's prober, which watches servers and sees no resident.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fugo_monitor') THEN
    CREATE ROLE fugo_monitor NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- two databases were migrated at once
END
$$;--> statement-breakpoint
-- A transaction of a member of staff runs as one of these (storage/database/database.ts), so that the database says no
-- as well.
DO $$
DECLARE
  base text[] := array['clerk', 'supervisor', 'administrator', 'auditor', 'manager'];
  members text[];
  name text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fugo_staff') THEN
    CREATE ROLE fugo_staff NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
  -- One for each set of roles that a person may have, in the order of the list; a set has what its members have.
  FOR bits IN 1 .. 31 LOOP
    SELECT array_agg(role ORDER BY at) INTO members
      FROM unnest(base) WITH ORDINALITY AS each(role, at) WHERE bits & (1 << (at::int - 1)) <> 0;
    name := 'fugo_' || array_to_string(members, '_');
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', name);
    END IF;
  END LOOP;
  FOR bits IN 1 .. 31 LOOP
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
$$;--> statement-breakpoint
-- The same for people of a prefecture and of the national body: what concerns the operation of the Juki net, and no
-- resident. Everybody who works for a municipality has the part of it that the own role has.
DO $$
DECLARE
  base text[] := array['administrator', 'manager', 'auditor', 'call_centre'];
  members text[];
  name text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fugo_operations') THEN
    CREATE ROLE fugo_operations NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
  FOR bits IN 1 .. 15 LOOP
    SELECT array_agg(role ORDER BY at) INTO members
      FROM unnest(base) WITH ORDINALITY AS each(role, at) WHERE bits & (1 << (at::int - 1)) <> 0;
    name := 'fugo_operations_' || array_to_string(members, '_');
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', name);
    END IF;
  END LOOP;
  FOR bits IN 1 .. 15 LOOP
    SELECT array_agg(role ORDER BY at) INTO members
      FROM unnest(base) WITH ORDINALITY AS each(role, at) WHERE bits & (1 << (at::int - 1)) <> 0;
    name := 'fugo_operations_' || array_to_string(members, '_');
    CONTINUE WHEN pg_has_role('fugo_api', name, 'MEMBER');
    IF array_length(members, 1) = 1 THEN
      EXECUTE format('GRANT fugo_operations TO %I', name);
    ELSE
      EXECUTE (SELECT string_agg(format('GRANT %I TO %I', 'fugo_operations_' || role, name), '; ')
        FROM unnest(members) AS role);
    END IF;
    EXECUTE format('GRANT %I TO fugo_api', name);
  END LOOP;
  IF NOT pg_has_role('fugo_staff', 'fugo_operations', 'MEMBER') THEN
    GRANT fugo_operations TO fugo_staff;
    GRANT fugo_operations_administrator TO fugo_administrator;
    GRANT fugo_operations_manager TO fugo_manager;
    GRANT fugo_operations_auditor TO fugo_auditor;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- two databases of a cluster were migrated at once
END
$$;
