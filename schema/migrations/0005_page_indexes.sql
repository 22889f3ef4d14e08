CREATE INDEX "confirmation_runs_by_start" ON "confirmation_runs" USING btree ("municipality","started_at","run_id");--> statement-breakpoint
CREATE INDEX "failures_open_by_code" ON "failures" USING btree ("municipality","code","first_seen_at","failure_id") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "failures_resolved" ON "failures" USING btree ("municipality","first_seen_at","failure_id") WHERE resolved_at is not null;--> statement-breakpoint
CREATE INDEX "failures_resolved_by_code" ON "failures" USING btree ("municipality","code","first_seen_at","failure_id") WHERE resolved_at is not null;--> statement-breakpoint
CREATE INDEX "inbox_by_address_number" ON "inbox" USING btree ("municipality","number_system","address_number","received_at") WHERE state <> 'JUDGED';