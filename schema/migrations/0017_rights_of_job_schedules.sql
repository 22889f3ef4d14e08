-- The worker alone keeps the schedules of nets, and removes what is older than what is kept of days and runs.
GRANT SELECT ON job_schedules TO fugo_api, fugo_monitor;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON job_schedules TO fugo_worker;--> statement-breakpoint
GRANT DELETE ON job_days, job_runs, job_skips TO fugo_worker;
