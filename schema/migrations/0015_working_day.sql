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
CREATE TABLE "proposals" (
	"municipality" text NOT NULL,
	"proposal_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"failure_id" uuid,
	"person_id" uuid,
	"correction_id" uuid,
	"reason" text NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"decision" text,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	CONSTRAINT "proposals_municipality_proposal_id_pk" PRIMARY KEY("municipality","proposal_id"),
	CONSTRAINT "proposal_kind" CHECK ("proposals"."kind" in ('same-person', 'four-eyes-off')),
	CONSTRAINT "same_person_has_its_entry" CHECK (("proposals"."kind" = 'same-person') = ("proposals"."failure_id" is not null and "proposals"."person_id" is not null and "proposals"."correction_id" is not null)),
	CONSTRAINT "proposal_decision" CHECK ("proposals"."decision" in ('approved', 'rejected', 'withdrawn')),
	CONSTRAINT "proposal_decided_says_all" CHECK (("proposals"."decision" is null) = ("proposals"."decided_by" is null) and ("proposals"."decision" is null) = ("proposals"."decided_at" is null)),
	CONSTRAINT "proposal_decided_by_another" CHECK ("proposals"."decision" = 'withdrawn' or "proposals"."decided_by" <> "proposals"."proposed_by")
);
--> statement-breakpoint
ALTER TABLE "proposals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "load_columns" (
	"municipality" text NOT NULL,
	"names" jsonb NOT NULL,
	"client_id" text NOT NULL,
	"staff_id" text,
	"kept_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "load_columns_municipality_pk" PRIMARY KEY("municipality")
);
--> statement-breakpoint
ALTER TABLE "load_columns" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "news" (
	"news_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "news_news_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" text NOT NULL,
	"kind" text NOT NULL,
	"organisation" text NOT NULL,
	"subject" text NOT NULL,
	"figures" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"mail_at" timestamp (3) with time zone,
	"mail" text,
	"seen_at" timestamp (3) with time zone,
	"over_at" timestamp (3) with time zone,
	CONSTRAINT "one_news_a_subject" UNIQUE("staff_id","kind","organisation","subject"),
	CONSTRAINT "news_kind" CHECK ("news"."kind" in ('assigned', 'approval', 'load-stopped', 'overdue', 'summary')),
	CONSTRAINT "summary_has_figures" CHECK (("news"."kind" = 'summary') = ("news"."figures" is not null))
);
--> statement-breakpoint
ALTER TABLE "news" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "news_choices" (
	"staff_id" text PRIMARY KEY NOT NULL,
	"mail_kinds" text[] NOT NULL,
	"browser_kinds" text[] NOT NULL,
	"digest_minutes" integer NOT NULL,
	"summary_at" text NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "news_mail_kinds" CHECK ("news_choices"."mail_kinds" <@ array['assigned', 'approval', 'load-stopped', 'overdue', 'summary']),
	CONSTRAINT "news_browser_kinds" CHECK ("news_choices"."browser_kinds" <@ array['assigned', 'approval', 'load-stopped', 'overdue', 'summary']),
	CONSTRAINT "news_digest_minutes" CHECK ("news_choices"."digest_minutes" in (5, 15, 30, 60)),
	CONSTRAINT "news_summary_at" CHECK ("news_choices"."summary_at" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$')
);
--> statement-breakpoint
ALTER TABLE "news_choices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "news_mails" (
	"message_id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"refused_at" timestamp (3) with time zone,
	"dropped_at" timestamp (3) with time zone,
	"error" text
);
--> statement-breakpoint
ALTER TABLE "news_mails" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_searches" (
	"organisation" text NOT NULL,
	"search_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"staff_id" text NOT NULL,
	"name" text NOT NULL,
	"filter" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_searches_organisation_search_id_pk" PRIMARY KEY("organisation","search_id"),
	CONSTRAINT "one_audit_search_a_name" UNIQUE("organisation","staff_id","name")
);
--> statement-breakpoint
ALTER TABLE "audit_searches" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "one_open_failure";--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "name" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "name_key" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "birth_date_text" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "sex" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "address" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "address_key" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "data_type" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "confirmed_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "failures" ADD COLUMN "failed_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "failures" ADD COLUMN "closes_past" text;--> statement-breakpoint
ALTER TABLE "failures" ADD COLUMN "tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "failures" ADD COLUMN "trying" text;--> statement-breakpoint
ALTER TABLE "failures" ADD COLUMN "due_on" date;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "registered_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_statistics" ADD COLUMN "seconds_to_code_mean" double precision;--> statement-breakpoint
ALTER TABLE "failure_tries" ADD CONSTRAINT "failure_tries_municipality_failure_id_failures_municipality_failure_id_fk" FOREIGN KEY ("municipality","failure_id") REFERENCES "public"."failures"("municipality","failure_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "news" ADD CONSTRAINT "news_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "news" ADD CONSTRAINT "news_mail_news_mails_message_id_fk" FOREIGN KEY ("mail") REFERENCES "public"."news_mails"("message_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "news_choices" ADD CONSTRAINT "news_choices_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "news_mails" ADD CONSTRAINT "news_mails_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_searches" ADD CONSTRAINT "audit_searches_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_try_at_a_time" ON "failure_tries" USING btree ("municipality","failure_id") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_proposal_of_its_kind" ON "proposals" USING btree ("municipality","kind",coalesce(failure_id::text, '')) WHERE decision is null;--> statement-breakpoint
CREATE INDEX "proposals_by_time" ON "proposals" USING btree ("municipality","proposed_at","proposal_id");--> statement-breakpoint
CREATE INDEX "news_of_staff" ON "news" USING btree ("staff_id","news_id");--> statement-breakpoint
CREATE INDEX "news_to_mail" ON "news" USING btree ("mail_at") WHERE mail_at is not null and mail is null and over_at is null;--> statement-breakpoint
CREATE INDEX "news_going_on" ON "news" USING btree ("organisation") WHERE over_at is null;--> statement-breakpoint
CREATE INDEX "news_of_mail" ON "news" USING btree ("mail") WHERE mail is not null;--> statement-breakpoint
CREATE INDEX "news_by_creation" ON "news" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "news_mails_to_send" ON "news_mails" USING btree ("next_attempt_at") WHERE sent_at is null and refused_at is null and dropped_at is null;--> statement-breakpoint
CREATE INDEX "news_mails_by_creation" ON "news_mails" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_failure_of_held_transfer" ON "failures" USING btree ("municipality","inbox_id") WHERE resolved_at is null and inbox_id is not null;--> statement-breakpoint
CREATE INDEX "failures_open_of_person" ON "failures" USING btree ("municipality","person_id") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "failures_open_with_due_date" ON "failures" USING btree ("municipality","first_seen_at","failure_id") WHERE resolved_at is null and due_on is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_failure" ON "failures" USING btree ("municipality","person_id") WHERE resolved_at is null and inbox_id is null;--> statement-breakpoint
ALTER TABLE "failures" ADD CONSTRAINT "only_open_is_tried" CHECK ("failures"."trying" is null or ("failures"."resolved_at" is null and "failures"."tries" > 0));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "failure_tries" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "proposals" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "load_columns" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "news_open" ON "news" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "news_choices_open" ON "news_choices" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "news_mails_open" ON "news_mails" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own_organisation_only" ON "audit_searches" AS PERMISSIVE FOR ALL TO "fugo_api" USING (organisation = current_setting('fugo.organisation', true)) WITH CHECK (organisation = current_setting('fugo.organisation', true));