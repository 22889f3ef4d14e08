CREATE TABLE "error_views" (
	"municipality" text NOT NULL,
	"view_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"staff_id" text NOT NULL,
	"name" text NOT NULL,
	"filter" jsonb NOT NULL,
	"shared" boolean NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "error_views_municipality_view_id_pk" PRIMARY KEY("municipality","view_id"),
	CONSTRAINT "one_view_a_name" UNIQUE("municipality","staff_id","name")
);
--> statement-breakpoint
ALTER TABLE "error_views" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "failure_notes" (
	"municipality" text NOT NULL,
	"note_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"failure_id" uuid NOT NULL,
	"staff_id" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "failure_notes_municipality_note_id_pk" PRIMARY KEY("municipality","note_id")
);
--> statement-breakpoint
ALTER TABLE "failure_notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "confirmation_changes" (
	"municipality" text NOT NULL,
	"run_id" text NOT NULL,
	"person_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"attempt" integer NOT NULL,
	"reason" text,
	CONSTRAINT "confirmation_changes_municipality_run_id_person_id_pk" PRIMARY KEY("municipality","run_id","person_id"),
	CONSTRAINT "outcome_known" CHECK ("confirmation_changes"."outcome" in ('acquired', 'error', 'overdue'))
);
--> statement-breakpoint
ALTER TABLE "confirmation_changes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "proposed_updates" (
	"municipality" text NOT NULL,
	"update_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"current_history_seq" integer NOT NULL,
	"information" jsonb NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"decision" text,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	"history_seq" integer,
	CONSTRAINT "proposed_updates_municipality_update_id_pk" PRIMARY KEY("municipality","update_id"),
	CONSTRAINT "decision_known" CHECK ("proposed_updates"."decision" in ('approved', 'rejected', 'withdrawn')),
	CONSTRAINT "decided_says_all" CHECK (("proposed_updates"."decision" is null) = ("proposed_updates"."decided_by" is null) and ("proposed_updates"."decision" is null) = ("proposed_updates"."decided_at" is null)),
	CONSTRAINT "decided_by_another" CHECK ("proposed_updates"."decision" = 'withdrawn' or "proposed_updates"."decided_by" <> "proposed_updates"."proposed_by"),
	CONSTRAINT "approved_has_its_row" CHECK (("proposed_updates"."decision" is not distinct from 'approved') = ("proposed_updates"."history_seq" is not null))
);
--> statement-breakpoint
ALTER TABLE "proposed_updates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "updates_need_approval" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "failures" ADD COLUMN "assignee_id" text;--> statement-breakpoint
ALTER TABLE "failures" ADD COLUMN "assigned_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "error_views" ADD CONSTRAINT "error_views_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "failure_notes" ADD CONSTRAINT "failure_notes_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "failure_notes" ADD CONSTRAINT "failure_notes_municipality_failure_id_failures_municipality_failure_id_fk" FOREIGN KEY ("municipality","failure_id") REFERENCES "public"."failures"("municipality","failure_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposed_updates" ADD CONSTRAINT "proposed_updates_proposed_by_staff_staff_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposed_updates" ADD CONSTRAINT "proposed_updates_decided_by_staff_staff_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposed_updates" ADD CONSTRAINT "proposed_updates_municipality_person_id_persons_municipality_person_id_fk" FOREIGN KEY ("municipality","person_id") REFERENCES "public"."persons"("municipality","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "failure_notes_of_failure" ON "failure_notes" USING btree ("municipality","failure_id","at");--> statement-breakpoint
CREATE INDEX "confirmation_changes_errors" ON "confirmation_changes" USING btree ("municipality","run_id","person_id") WHERE outcome <> 'acquired';--> statement-breakpoint
CREATE UNIQUE INDEX "one_proposed_update_a_person" ON "proposed_updates" USING btree ("municipality","person_id") WHERE decision is null;--> statement-breakpoint
CREATE INDEX "proposed_updates_open" ON "proposed_updates" USING btree ("municipality","proposed_at","update_id") WHERE decision is null;--> statement-breakpoint
CREATE INDEX "proposed_updates_by_time" ON "proposed_updates" USING btree ("municipality","proposed_at","update_id");--> statement-breakpoint
ALTER TABLE "failures" ADD CONSTRAINT "failures_assignee_id_staff_staff_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "failures_open_by_assignee" ON "failures" USING btree ("municipality","assignee_id","first_seen_at","failure_id") WHERE resolved_at is null and assignee_id is not null;--> statement-breakpoint
ALTER TABLE "failures" ADD CONSTRAINT "assigned_says_when" CHECK (("failures"."assignee_id" is null) = ("failures"."assigned_at" is null));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "error_views" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "failure_notes" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "confirmation_changes" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "proposed_updates" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));