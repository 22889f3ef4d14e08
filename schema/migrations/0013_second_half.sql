CREATE TABLE "job_days" (
	"organisation" text NOT NULL,
	"net" text NOT NULL,
	"server" text NOT NULL,
	"day" date NOT NULL,
	"no" integer DEFAULT 0 NOT NULL,
	"version" integer NOT NULL,
	"planned_at" timestamp (3) with time zone NOT NULL,
	"decision" text NOT NULL,
	"reason" text,
	"decided_by" text,
	"staff_order" text,
	"order_reason" text,
	"ordered_at" timestamp (3) with time zone,
	"resumed_at" timestamp (3) with time zone,
	"state" text NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"look_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "job_days_organisation_net_server_day_no_pk" PRIMARY KEY("organisation","net","server","day","no"),
	CONSTRAINT "job_day_decision" CHECK ("job_days"."decision" in ('run', 'skip', 'shift', 'caught-up', 'drop', 'asked')),
	CONSTRAINT "job_day_order" CHECK ("job_days"."staff_order" in ('resume', 'abandon')),
	CONSTRAINT "job_day_state" CHECK ("job_days"."state" in ('planned', 'running', 'halted', 'done', 'abandoned', 'not-run'))
);
--> statement-breakpoint
ALTER TABLE "job_days" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_definitions" (
	"organisation" text NOT NULL,
	"version" integer NOT NULL,
	"hash" text NOT NULL,
	"definition" jsonb NOT NULL,
	"applied_by" text NOT NULL,
	"applied_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "job_definitions_organisation_version_pk" PRIMARY KEY("organisation","version")
);
--> statement-breakpoint
ALTER TABLE "job_definitions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_net_states" (
	"organisation" text NOT NULL,
	"net" text NOT NULL,
	"server" text NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"reason" text,
	"changed_by" text NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "job_net_states_organisation_net_server_pk" PRIMARY KEY("organisation","net","server")
);
--> statement-breakpoint
ALTER TABLE "job_net_states" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_runs" (
	"organisation" text NOT NULL,
	"net" text NOT NULL,
	"server" text NOT NULL,
	"day" date NOT NULL,
	"no" integer DEFAULT 0 NOT NULL,
	"job" text NOT NULL,
	"attempt" integer NOT NULL,
	"state" text NOT NULL,
	"request_id" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"error" text,
	"message" text,
	"result" jsonb,
	CONSTRAINT "job_runs_organisation_net_server_day_no_job_attempt_pk" PRIMARY KEY("organisation","net","server","day","no","job","attempt"),
	CONSTRAINT "job_run_state" CHECK ("job_runs"."state" in ('commanded', 'done', 'failed', 'abandoned'))
);
--> statement-breakpoint
ALTER TABLE "job_runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_schedules" (
	"organisation" text NOT NULL,
	"net" text NOT NULL,
	"server" text NOT NULL,
	"began_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"considered_at" timestamp (3) with time zone NOT NULL,
	"next_at" timestamp (3) with time zone,
	"written_from" text,
	CONSTRAINT "job_schedules_organisation_net_server_pk" PRIMARY KEY("organisation","net","server")
);
--> statement-breakpoint
ALTER TABLE "job_schedules" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_skips" (
	"organisation" text NOT NULL,
	"net" text NOT NULL,
	"server" text NOT NULL,
	"day" date NOT NULL,
	"reason" text NOT NULL,
	"skipped_by" text NOT NULL,
	"skipped_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "job_skips_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	CONSTRAINT "job_skips_organisation_net_server_day_pk" PRIMARY KEY("organisation","net","server","day")
);
--> statement-breakpoint
ALTER TABLE "job_skips" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "deliveries" (
	"rollout" uuid NOT NULL,
	"organisation" text NOT NULL,
	"wave" integer NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"error" text,
	"receipt" jsonb,
	"seen_at" timestamp (3) with time zone,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "deliveries_rollout_organisation_pk" PRIMARY KEY("rollout","organisation"),
	CONSTRAINT "delivery_state" CHECK ("deliveries"."state" in ('waiting', 'pending', 'downloading', 'verified', 'applied', 'rolled-back', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "deliveries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "delivery_targets" (
	"organisation" text PRIMARY KEY NOT NULL,
	"public_key" text NOT NULL,
	"holdings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"receipt_no" integer DEFAULT 0 NOT NULL,
	"groups" text[] DEFAULT '{}' NOT NULL,
	"seen_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "delivery_targets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "releases" (
	"release" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"length_bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"state" text DEFAULT 'proposed' NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	"replaced_by" integer,
	CONSTRAINT "release_name_version" UNIQUE("name","version"),
	CONSTRAINT "release_kind" CHECK ("releases"."kind" in ('calendar', 'code-table', 'variant-table', 'program')),
	CONSTRAINT "release_state" CHECK ("releases"."state" in ('proposed', 'published', 'refused', 'withdrawn')),
	CONSTRAINT "release_second_person" CHECK ("releases"."state" <> 'published' or "releases"."decided_by" <> "releases"."proposed_by")
);
--> statement-breakpoint
ALTER TABLE "releases" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rollouts" (
	"rollout" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"release" uuid NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"wave" integer DEFAULT 0 NOT NULL,
	"wave_since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"waves" jsonb NOT NULL,
	"apply_after" timestamp (3) with time zone NOT NULL,
	"started_by" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"held_reason" text,
	"staff_order" text,
	"ordered_by" text,
	"ordered_at" timestamp (3) with time zone,
	"order_reason" text,
	"ended_at" timestamp (3) with time zone,
	"look_at" timestamp (3) with time zone,
	CONSTRAINT "rollout_state" CHECK ("rollouts"."state" in ('running', 'held', 'done', 'abandoned'))
);
--> statement-breakpoint
ALTER TABLE "rollouts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "answers" (
	"answer" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "answers_answer_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"title" text NOT NULL,
	"body" text NOT NULL,
	"kind" text NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"solved" integer DEFAULT 0 NOT NULL,
	"written_by" text NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp (3) with time zone,
	"retired_by" text,
	"version" integer DEFAULT 1 NOT NULL,
	"folded" text DEFAULT '' NOT NULL,
	"grams" text[] DEFAULT '{}' NOT NULL,
	"index_version" text DEFAULT '' NOT NULL,
	CONSTRAINT "answer_kind" CHECK ("answers"."kind" in ('operation', 'fault', 'other'))
);
--> statement-breakpoint
ALTER TABLE "answers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "inquiries" (
	"inquiry" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inquiries_inquiry_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"organisation" text NOT NULL,
	"kind" text NOT NULL,
	"priority" text DEFAULT 'normal' NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"subject" text NOT NULL,
	"road" text NOT NULL,
	"asked_by" text NOT NULL,
	"request_key" uuid NOT NULL,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp (3) with time zone,
	"escalation" integer DEFAULT 0 NOT NULL,
	"owner" text,
	"incident" bigint,
	"error_entry" text,
	"merged_into" bigint,
	"first_answered_at" timestamp (3) with time zone,
	"answer_minutes" integer,
	"escalated_at" timestamp (3) with time zone,
	"late" boolean DEFAULT false NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"satisfaction" integer,
	"satisfaction_text" text,
	"last_seq" integer DEFAULT 1 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"look_at" timestamp (3) with time zone,
	CONSTRAINT "inquiries_request_key_unique" UNIQUE("request_key"),
	CONSTRAINT "inquiry_kind" CHECK ("inquiries"."kind" in ('operation', 'fault', 'other')),
	CONSTRAINT "inquiry_priority" CHECK ("inquiries"."priority" in ('high', 'normal', 'low')),
	CONSTRAINT "inquiry_status" CHECK ("inquiries"."status" in ('open', 'in-progress', 'waiting', 'answered', 'closed', 'merged')),
	CONSTRAINT "inquiry_road" CHECK ("inquiries"."road" in ('web', 'mail', 'command')),
	CONSTRAINT "inquiry_satisfaction" CHECK ("inquiries"."satisfaction" between 1 and 5),
	CONSTRAINT "inquiry_merged_into_earlier" CHECK ("inquiries"."merged_into" < "inquiries"."inquiry"),
	CONSTRAINT "inquiry_merged" CHECK (("inquiries"."status" = 'merged') = ("inquiries"."merged_into" is not null))
);
--> statement-breakpoint
ALTER TABLE "inquiries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "inquiry_answers" (
	"inquiry" bigint NOT NULL,
	"answer" bigint NOT NULL,
	"organisation" text NOT NULL,
	"solved" boolean,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inquiry_answers_inquiry_answer_pk" PRIMARY KEY("inquiry","answer"),
	CONSTRAINT "inquiry_answers_by_answer" UNIQUE("answer","inquiry")
);
--> statement-breakpoint
ALTER TABLE "inquiry_answers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "inquiry_attachments" (
	"attachment" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"inquiry" bigint NOT NULL,
	"seq" integer NOT NULL,
	"organisation" text NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"sha256" text NOT NULL,
	"content" "bytea" NOT NULL,
	"bytes" integer NOT NULL,
	"internal" boolean DEFAULT false NOT NULL,
	CONSTRAINT "inquiry_attachment_once" UNIQUE("inquiry","seq","sha256","name")
);
--> statement-breakpoint
ALTER TABLE "inquiry_attachments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "inquiry_mails" (
	"message_id" text PRIMARY KEY NOT NULL,
	"inquiry" bigint NOT NULL,
	"organisation" text NOT NULL,
	"occasion" text NOT NULL,
	"seq" integer,
	"recipient" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"refused_at" timestamp (3) with time zone,
	"error" text,
	CONSTRAINT "inquiry_mail_occasion" CHECK ("inquiry_mails"."occasion" in ('received', 'answered', 'merged', 'overdue'))
);
--> statement-breakpoint
ALTER TABLE "inquiry_mails" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "inquiry_messages" (
	"inquiry" bigint NOT NULL,
	"seq" integer NOT NULL,
	"organisation" text NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"written_by" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"request_key" uuid DEFAULT gen_random_uuid() NOT NULL,
	"mail_id" text,
	"folded" text DEFAULT '' NOT NULL,
	"grams" text[] DEFAULT '{}' NOT NULL,
	"index_version" text DEFAULT '' NOT NULL,
	CONSTRAINT "inquiry_messages_inquiry_seq_pk" PRIMARY KEY("inquiry","seq"),
	CONSTRAINT "inquiry_messages_request_key_unique" UNIQUE("request_key"),
	CONSTRAINT "inquiry_messages_mail_id_unique" UNIQUE("mail_id"),
	CONSTRAINT "inquiry_message_kind" CHECK ("inquiry_messages"."kind" in ('question', 'answer', 'note'))
);
--> statement-breakpoint
ALTER TABLE "inquiry_messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "address_information_by_unknown_birth_date";--> statement-breakpoint
ALTER TABLE "address_information" ALTER COLUMN "name_kana_key" DROP EXPRESSION;--> statement-breakpoint
ALTER TABLE "address_information" ADD COLUMN "kana_name_key" text;--> statement-breakpoint
ALTER TABLE "address_information" ADD COLUMN "birth_date_key" text;--> statement-breakpoint
ALTER TABLE "address_information" ADD COLUMN "key_version" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ADD COLUMN "name_kana_key" text;--> statement-breakpoint
ALTER TABLE "load_lines" ADD COLUMN "kana_name_key" text;--> statement-breakpoint
ALTER TABLE "load_lines" ADD COLUMN "birth_date_key" text;--> statement-breakpoint
ALTER TABLE "load_lines" ADD COLUMN "key_version" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "job_definitions" ADD CONSTRAINT "job_definitions_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_rollout_rollouts_rollout_fk" FOREIGN KEY ("rollout") REFERENCES "public"."rollouts"("rollout") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_targets" ADD CONSTRAINT "delivery_targets_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rollouts" ADD CONSTRAINT "rollouts_release_releases_release_fk" FOREIGN KEY ("release") REFERENCES "public"."releases"("release") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_merged_into_inquiries_inquiry_fk" FOREIGN KEY ("merged_into") REFERENCES "public"."inquiries"("inquiry") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiry_answers" ADD CONSTRAINT "inquiry_answers_inquiry_inquiries_inquiry_fk" FOREIGN KEY ("inquiry") REFERENCES "public"."inquiries"("inquiry") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiry_answers" ADD CONSTRAINT "inquiry_answers_answer_answers_answer_fk" FOREIGN KEY ("answer") REFERENCES "public"."answers"("answer") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiry_attachments" ADD CONSTRAINT "inquiry_attachments_inquiry_seq_inquiry_messages_inquiry_seq_fk" FOREIGN KEY ("inquiry","seq") REFERENCES "public"."inquiry_messages"("inquiry","seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiry_mails" ADD CONSTRAINT "inquiry_mails_inquiry_inquiries_inquiry_fk" FOREIGN KEY ("inquiry") REFERENCES "public"."inquiries"("inquiry") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiry_messages" ADD CONSTRAINT "inquiry_messages_inquiry_inquiries_inquiry_fk" FOREIGN KEY ("inquiry") REFERENCES "public"."inquiries"("inquiry") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "job_days_by_time" ON "job_days" USING btree ("planned_at");--> statement-breakpoint
CREATE INDEX "job_days_to_look_at" ON "job_days" USING btree ("look_at") WHERE look_at is not null;--> statement-breakpoint
CREATE INDEX "job_days_not_over" ON "job_days" USING btree ("organisation","net","server") WHERE state in ('planned', 'running', 'halted');--> statement-breakpoint
CREATE INDEX "rollouts_of_release" ON "rollouts" USING btree ("release");--> statement-breakpoint
CREATE INDEX "answers_by_index_version" ON "answers" USING btree ("index_version");--> statement-breakpoint
CREATE INDEX "answers_grams" ON "answers" USING gin ("grams") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "inquiries_of_organisation" ON "inquiries" USING btree ("organisation","inquiry");--> statement-breakpoint
CREATE INDEX "inquiries_open" ON "inquiries" USING btree ("due_at") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "inquiries_to_look_at" ON "inquiries" USING btree ("look_at") WHERE look_at is not null;--> statement-breakpoint
CREATE INDEX "inquiries_by_time" ON "inquiries" USING btree ("asked_at");--> statement-breakpoint
CREATE INDEX "inquiry_attachments_of_inquiry" ON "inquiry_attachments" USING btree ("inquiry","seq");--> statement-breakpoint
CREATE INDEX "inquiry_mails_to_send" ON "inquiry_mails" USING btree ("next_attempt_at") WHERE sent_at is null and refused_at is null;--> statement-breakpoint
CREATE INDEX "inquiry_mails_of_inquiry" ON "inquiry_mails" USING btree ("inquiry");--> statement-breakpoint
CREATE INDEX "inquiry_messages_by_index_version" ON "inquiry_messages" USING btree ("index_version");--> statement-breakpoint
CREATE INDEX "inquiry_messages_grams" ON "inquiry_messages" USING gin ("grams") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "address_information_by_kana_name" ON "address_information" USING btree ("municipality",kana_name_key collate "C","person_id","history_seq") WHERE kana_name_key is not null;--> statement-breakpoint
CREATE INDEX "address_information_by_known_parts" ON "address_information" USING btree ("municipality",coalesce(birth_date_key, birth_date_text)) WHERE birth_date is null;--> statement-breakpoint
CREATE INDEX "address_information_with_earlier_keys" ON "address_information" USING btree ("municipality","person_id","history_seq") WHERE key_version < 2;--> statement-breakpoint
CREATE POLICY "job_days_open" ON "job_days" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "job_days_seen" ON "job_days" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation) and (server = 'fugo' or sees_organisation(server)));--> statement-breakpoint
CREATE POLICY "job_definitions_open" ON "job_definitions" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "job_definitions_seen" ON "job_definitions" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "job_net_states_open" ON "job_net_states" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "job_net_states_seen" ON "job_net_states" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation) and (server = 'fugo' or sees_organisation(server)));--> statement-breakpoint
CREATE POLICY "job_runs_open" ON "job_runs" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "job_runs_seen" ON "job_runs" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation) and (server = 'fugo' or sees_organisation(server)));--> statement-breakpoint
CREATE POLICY "job_schedules_open" ON "job_schedules" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "job_skips_open" ON "job_skips" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "job_skips_seen" ON "job_skips" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation) and (server = 'fugo' or sees_organisation(server)));--> statement-breakpoint
CREATE POLICY "deliveries_open" ON "deliveries" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "deliveries_seen" ON "deliveries" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "delivery_targets_open" ON "delivery_targets" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "delivery_targets_seen" ON "delivery_targets" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "releases_open" ON "releases" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "releases_seen" ON "releases" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (true);--> statement-breakpoint
CREATE POLICY "rollouts_open" ON "rollouts" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "rollouts_seen" ON "rollouts" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (true);--> statement-breakpoint
CREATE POLICY "answers_open" ON "answers" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "answers_seen" ON "answers" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (true);--> statement-breakpoint
CREATE POLICY "inquiries_open_to_programs" ON "inquiries" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "inquiries_seen" ON "inquiries" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (works_for_organisation(organisation));--> statement-breakpoint
CREATE POLICY "inquiry_answers_open" ON "inquiry_answers" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "inquiry_answers_seen" ON "inquiry_answers" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (works_for_organisation(organisation));--> statement-breakpoint
CREATE POLICY "inquiry_attachments_open" ON "inquiry_attachments" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "inquiry_attachments_seen" ON "inquiry_attachments" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (works_for_organisation(organisation) and (not internal or acting_organisation() = 'nation'));--> statement-breakpoint
CREATE POLICY "inquiry_mails_open" ON "inquiry_mails" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "inquiry_messages_open" ON "inquiry_messages" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "inquiry_messages_seen" ON "inquiry_messages" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (works_for_organisation(organisation) and (kind <> 'note' or acting_organisation() = 'nation'));