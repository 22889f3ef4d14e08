CREATE TABLE "failure_tries" (
	"municipality" text NOT NULL,
	"failure_id" uuid NOT NULL,
	"try_no" integer NOT NULL,
	"failed_at" timestamp (3) with time zone NOT NULL,
	"code" text NOT NULL,
	"step" text,
	"attempt" integer NOT NULL,
	"reason" text,
	"chunk_id" uuid,
	"action" text NOT NULL,
	"staff_id" text NOT NULL,
	"staff_reason" text NOT NULL,
	"tried_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"outcome" text,
	CONSTRAINT "failure_tries_municipality_failure_id_try_no_pk" PRIMARY KEY("municipality","failure_id","try_no"),
	CONSTRAINT "ended_try_says_how" CHECK (("failure_tries"."ended_at" is null) = ("failure_tries"."outcome" is null))
);
--> statement-breakpoint
ALTER TABLE "failure_tries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "one_open_failure";--> statement-breakpoint
ALTER TABLE "failures" ADD COLUMN "failed_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "failures" ADD COLUMN "closes_past" text;--> statement-breakpoint
ALTER TABLE "failures" ADD COLUMN "tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "failures" ADD COLUMN "trying" text;--> statement-breakpoint
ALTER TABLE "failures" ADD COLUMN "due_on" date;--> statement-breakpoint
ALTER TABLE "failure_tries" ADD CONSTRAINT "failure_tries_municipality_failure_id_failures_municipality_failure_id_fk" FOREIGN KEY ("municipality","failure_id") REFERENCES "public"."failures"("municipality","failure_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_try_at_a_time" ON "failure_tries" USING btree ("municipality","failure_id") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_failure_of_held_transfer" ON "failures" USING btree ("municipality","inbox_id") WHERE resolved_at is null and inbox_id is not null;--> statement-breakpoint
CREATE INDEX "failures_open_of_person" ON "failures" USING btree ("municipality","person_id") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "failures_open_with_due_date" ON "failures" USING btree ("municipality","first_seen_at","failure_id") WHERE resolved_at is null and due_on is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_failure" ON "failures" USING btree ("municipality","person_id") WHERE resolved_at is null and inbox_id is null;--> statement-breakpoint
ALTER TABLE "failures" ADD CONSTRAINT "only_open_is_tried" CHECK ("failures"."trying" is null or ("failures"."resolved_at" is null and "failures"."tries" > 0));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "failure_tries" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));