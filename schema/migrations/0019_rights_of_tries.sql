-- Until now every failure had a row of its own. Row-level security binds the owner too, who sees no municipality.
ALTER TABLE failures NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE failures SET failed_at = first_seen_at;--> statement-breakpoint
ALTER TABLE failures FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE failure_tries FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON failure_tries TO fugo_api, fugo_worker;--> statement-breakpoint
-- errors:read: ids, codes, and what colleagues did.
CREATE POLICY own_municipality_only_of_staff ON failure_tries FOR SELECT TO fugo_staff
  USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
GRANT SELECT ON failure_tries TO fugo_clerk, fugo_supervisor, fugo_administrator;--> statement-breakpoint
-- errors:work.
GRANT UPDATE (due_on) ON failures TO fugo_supervisor;--> statement-breakpoint
-- For the reason given in 0004: the new table says that one municipality has it all.
DO $$
BEGIN
  IF to_regproc('pg_catalog.pg_restore_attribute_stats') IS NOT NULL THEN
    PERFORM pg_restore_attribute_stats('schemaname', 'public', 'relname', 'failure_tries', 'attname', 'municipality',
      'inherited', false, 'null_frac', 0::real, 'avg_width', 7, 'n_distinct', 1::real);
  END IF;
END
$$;
