-- A table that nobody has analyzed yet is thought to hold many municipalities of three persons each, and the planner
-- reads "the municipality" whole for every line of a transfer. Until the first ANALYZE measures it, every table says
-- what is true on the day of installation: one municipality has it all. PostgreSQL before 18 has no such function and
-- learns it from the autovacuum.
DO $$
BEGIN
  IF to_regproc('pg_catalog.pg_restore_attribute_stats') IS NOT NULL THEN
    PERFORM pg_restore_attribute_stats('schemaname', 'public', 'relname', c.relname::text, 'attname', 'municipality',
      'inherited', false, 'null_frac', 0::real, 'avg_width', 7, 'n_distinct', 1::real)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'municipality'
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_stats s
        WHERE s.schemaname = 'public' AND s.tablename = c.relname AND s.attname = 'municipality');
  END IF;
END
$$;
