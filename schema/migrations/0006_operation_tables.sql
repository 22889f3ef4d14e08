CREATE TABLE "organisations" (
	"organisation" text PRIMARY KEY NOT NULL,
	"tier" text NOT NULL,
	"parent" text,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organisation_tier" CHECK ("organisations"."tier" in ('nation', 'prefecture', 'municipality')),
	CONSTRAINT "organisation_parent" CHECK (("organisations"."parent" is null) = ("organisations"."tier" = 'nation'))
);
--> statement-breakpoint
ALTER TABLE "organisations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "servers" (
	"organisation" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"control_url" text NOT NULL,
	"told_calendar" text,
	"told_at" timestamp (3) with time zone,
	CONSTRAINT "server_kind" CHECK ("servers"."kind" in ('national-server', 'prefectural-server', 'communication-server'))
);
--> statement-breakpoint
ALTER TABLE "servers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calendar_changes" (
	"change_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation" text NOT NULL,
	"based_on" integer NOT NULL,
	"setting" jsonb NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"decision" text,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	CONSTRAINT "calendar_decision" CHECK ("calendar_changes"."decision" in ('approved', 'rejected', 'withdrawn')),
	CONSTRAINT "calendar_decision_whole" CHECK (("calendar_changes"."decision" is null) = ("calendar_changes"."decided_by" is null) and ("calendar_changes"."decision" is null) = ("calendar_changes"."decided_at" is null)),
	CONSTRAINT "calendar_reason" CHECK (btrim("calendar_changes"."reason") <> '')
);
--> statement-breakpoint
ALTER TABLE "calendar_changes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calendars" (
	"organisation" text PRIMARY KEY NOT NULL,
	"setting" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "calendars" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "hour_exception_agreements" (
	"exception_id" uuid NOT NULL,
	"organisation" text NOT NULL,
	"decision" text NOT NULL,
	"reason" text,
	"decided_by" text NOT NULL,
	"decided_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "hour_exception_agreements_exception_id_organisation_pk" PRIMARY KEY("exception_id","organisation"),
	CONSTRAINT "agreement_decision" CHECK ("hour_exception_agreements"."decision" in ('agreed', 'refused'))
);
--> statement-breakpoint
ALTER TABLE "hour_exception_agreements" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "hour_exceptions" (
	"exception_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation" text NOT NULL,
	"kind" text NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"agreeing" text[] NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"withdrawn_by" text,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "exception_kind" CHECK ("hour_exceptions"."kind" in ('own-work', 'wide-area-copy', 'identity-confirmation')),
	CONSTRAINT "exception_span" CHECK ("hour_exceptions"."from_at" < "hour_exceptions"."to_at"),
	CONSTRAINT "exception_agreeing" CHECK (("hour_exceptions"."kind" = 'own-work') = (cardinality("hour_exceptions"."agreeing") = 0)),
	CONSTRAINT "exception_reason" CHECK (btrim("hour_exceptions"."reason") <> ''),
	CONSTRAINT "exception_withdrawn" CHECK (("hour_exceptions"."withdrawn_by" is null) = ("hour_exceptions"."withdrawn_at" is null))
);
--> statement-breakpoint
ALTER TABLE "hour_exceptions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "daily_statistics" (
	"organisation" text NOT NULL,
	"day" date NOT NULL,
	"new_requests" integer NOT NULL,
	"requested" integer NOT NULL,
	"confirmed" integer NOT NULL,
	"errors" integer NOT NULL,
	"seconds_to_code_p50" double precision,
	"seconds_to_code_p95" double precision,
	"made_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "daily_statistics_organisation_day_pk" PRIMARY KEY("organisation","day")
);
--> statement-breakpoint
ALTER TABLE "daily_statistics" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "day_steps" (
	"organisation" text NOT NULL,
	"day" date NOT NULL,
	"step_no" integer NOT NULL,
	"step" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"request_id" text,
	"due_at" timestamp (3) with time zone NOT NULL,
	"deadline_at" timestamp (3) with time zone NOT NULL,
	"commanded_at" timestamp (3) with time zone,
	"verified_at" timestamp (3) with time zone,
	"error" text,
	"result" jsonb,
	CONSTRAINT "day_steps_organisation_day_step_no_pk" PRIMARY KEY("organisation","day","step_no"),
	CONSTRAINT "day_step_name" CHECK ("day_steps"."step" in ('tell-calendar', 'start', 'stop', 'statistics', 'backup')),
	CONSTRAINT "day_step_state" CHECK ("day_steps"."state" in ('waiting', 'commanded', 'verified', 'failed', 'abandoned'))
);
--> statement-breakpoint
ALTER TABLE "day_steps" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "operating_days" (
	"organisation" text NOT NULL,
	"day" date NOT NULL,
	"state" text NOT NULL,
	"staff_order" text,
	"ordered_by" text,
	"ordered_at" timestamp (3) with time zone,
	"order_reason" text,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"online_opens_at" timestamp (3) with time zone NOT NULL,
	"online_closes_at" timestamp (3) with time zone NOT NULL,
	"daily_ends_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "operating_days_organisation_day_pk" PRIMARY KEY("organisation","day"),
	CONSTRAINT "operating_day_state" CHECK ("operating_days"."state" in ('planned', 'starting', 'open', 'stopping', 'daily', 'done', 'halted', 'abandoned')),
	CONSTRAINT "operating_day_order" CHECK ("operating_days"."staff_order" in ('resume', 'abandon'))
);
--> statement-breakpoint
ALTER TABLE "operating_days" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "alarms" (
	"fingerprint" text PRIMARY KEY NOT NULL,
	"organisation" text NOT NULL,
	"labels" jsonb NOT NULL,
	"status" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alarm_status" CHECK ("alarms"."status" in ('firing', 'resolved'))
);
--> statement-breakpoint
ALTER TABLE "alarms" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "check_changes" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "check_changes_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"target" text NOT NULL,
	"organisation" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"detail" text
);
--> statement-breakpoint
ALTER TABLE "check_changes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "check_states" (
	"target" text PRIMARY KEY NOT NULL,
	"organisation" text NOT NULL,
	"state" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"suppressed_by" text,
	"detail" text,
	CONSTRAINT "check_state" CHECK ("check_states"."state" in ('up', 'down', 'unknown'))
);
--> statement-breakpoint
ALTER TABLE "check_states" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "check_targets" (
	"target" text PRIMARY KEY NOT NULL,
	"organisation" text NOT NULL,
	"kind" text NOT NULL,
	"address" text NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"parent" text,
	"interval_seconds" integer DEFAULT 10 NOT NULL,
	"fail_after" integer DEFAULT 2 NOT NULL,
	"ok_after" integer DEFAULT 2 NOT NULL,
	"severity" text DEFAULT 'critical' NOT NULL,
	"watched" boolean DEFAULT true NOT NULL,
	CONSTRAINT "check_target_kind" CHECK ("check_targets"."kind" in ('server', 'http', 'tcp', 'icmp', 'snmp', 'temporal', 'postgres', 'backup', 'certificate', 'keys', 'requests', 'process')),
	CONSTRAINT "check_target_counts" CHECK ("check_targets"."interval_seconds" > 0 and "check_targets"."fail_after" > 0 and "check_targets"."ok_after" > 0),
	CONSTRAINT "check_target_severity" CHECK ("check_targets"."severity" in ('info', 'warning', 'critical'))
);
--> statement-breakpoint
ALTER TABLE "check_targets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "incident_notes" (
	"note_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"incident" bigint NOT NULL,
	"organisation" text NOT NULL,
	"staff_id" text NOT NULL,
	"text" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "incident_notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "incident_requests" (
	"incident" bigint NOT NULL,
	"organisation" text NOT NULL,
	"person_id" uuid NOT NULL,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "incident_requests_organisation_incident_person_id_pk" PRIMARY KEY("organisation","incident","person_id")
);
--> statement-breakpoint
ALTER TABLE "incident_requests" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "incidents" (
	"incident" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "incidents_incident_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"fingerprint" text NOT NULL,
	"organisation" text NOT NULL,
	"target" text,
	"severity" text NOT NULL,
	"cause" text NOT NULL,
	"detail" text,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"acknowledged_by" text,
	"acknowledged_at" timestamp (3) with time zone,
	"escalated_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"suppressed" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "incident_severity" CHECK ("incidents"."severity" in ('info', 'warning', 'critical')),
	CONSTRAINT "incident_acknowledged" CHECK (("incidents"."acknowledged_by" is null) = ("incidents"."acknowledged_at" is null))
);
--> statement-breakpoint
ALTER TABLE "incidents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notifications" (
	"incident" bigint NOT NULL,
	"transition" text NOT NULL,
	"recipient" text NOT NULL,
	"organisation" text NOT NULL,
	"kind" text NOT NULL,
	"message_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"error" text,
	CONSTRAINT "notifications_incident_transition_recipient_pk" PRIMARY KEY("incident","transition","recipient"),
	CONSTRAINT "notifications_message_id_unique" UNIQUE("message_id"),
	CONSTRAINT "notification_transition" CHECK ("notifications"."transition" in ('opened', 'escalated', 'closed'))
);
--> statement-breakpoint
ALTER TABLE "notifications" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "recipients" (
	"recipient_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation" text NOT NULL,
	"kind" text NOT NULL,
	"address" text NOT NULL,
	"severity" text NOT NULL,
	"after_minutes" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "recipient_kind" CHECK ("recipients"."kind" in ('mail', 'webhook'))
);
--> statement-breakpoint
ALTER TABLE "recipients" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "silences" (
	"silence_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation" text NOT NULL,
	"target" text,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone NOT NULL,
	"message" text NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"withdrawn_by" text,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "silence_span" CHECK ("silences"."from_at" < "silences"."to_at"),
	CONSTRAINT "silence_message" CHECK (btrim("silences"."message") <> '')
);
--> statement-breakpoint
ALTER TABLE "silences" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "backups" (
	"backup_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"day" date,
	"asked_by" text NOT NULL,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"folder" text,
	"bytes" bigint,
	"verified_at" timestamp (3) with time zone,
	"verification" jsonb,
	"error" text,
	CONSTRAINT "backups_folder_unique" UNIQUE("folder"),
	CONSTRAINT "backup_state" CHECK ("backups"."state" in ('asked', 'running', 'done', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "backups" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "servers" ADD CONSTRAINT "servers_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_changes" ADD CONSTRAINT "calendar_changes_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendars" ADD CONSTRAINT "calendars_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hour_exception_agreements" ADD CONSTRAINT "hour_exception_agreements_exception_id_hour_exceptions_exception_id_fk" FOREIGN KEY ("exception_id") REFERENCES "public"."hour_exceptions"("exception_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hour_exception_agreements" ADD CONSTRAINT "hour_exception_agreements_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hour_exceptions" ADD CONSTRAINT "hour_exceptions_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "daily_statistics" ADD CONSTRAINT "daily_statistics_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operating_days" ADD CONSTRAINT "operating_days_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_states" ADD CONSTRAINT "check_states_target_check_targets_target_fk" FOREIGN KEY ("target") REFERENCES "public"."check_targets"("target") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_targets" ADD CONSTRAINT "check_targets_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipients" ADD CONSTRAINT "recipients_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "silences" ADD CONSTRAINT "silences_organisation_organisations_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "public"."organisations"("organisation") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "organisations_by_parent" ON "organisations" USING btree ("parent");--> statement-breakpoint
CREATE INDEX "calendar_changes_by_time" ON "calendar_changes" USING btree ("organisation","proposed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_calendar_change" ON "calendar_changes" USING btree ("organisation") WHERE decision is null;--> statement-breakpoint
CREATE INDEX "hour_exceptions_by_time" ON "hour_exceptions" USING btree ("organisation","from_at");--> statement-breakpoint
CREATE INDEX "operating_days_by_day" ON "operating_days" USING btree ("day");--> statement-breakpoint
CREATE INDEX "check_changes_of_target" ON "check_changes" USING btree ("target","seq");--> statement-breakpoint
CREATE INDEX "check_targets_of_organisation" ON "check_targets" USING btree ("organisation");--> statement-breakpoint
CREATE INDEX "incident_notes_of_incident" ON "incident_notes" USING btree ("incident","at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_incident" ON "incidents" USING btree ("fingerprint") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "incidents_by_time" ON "incidents" USING btree ("organisation","opened_at");--> statement-breakpoint
CREATE INDEX "notifications_to_send" ON "notifications" USING btree ("next_attempt_at") WHERE sent_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "recipient_once" ON "recipients" USING btree ("organisation","kind","address");--> statement-breakpoint
CREATE INDEX "silences_by_time" ON "silences" USING btree ("organisation","to_at");--> statement-breakpoint
CREATE INDEX "backups_by_time" ON "backups" USING btree ("asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_backup_a_day" ON "backups" USING btree ("day");--> statement-breakpoint
CREATE POLICY "organisations_open" ON "organisations" AS PERMISSIVE FOR SELECT TO "fugo_api", "fugo_monitor", "fugo_operations", "fugo_worker" USING (true);--> statement-breakpoint
CREATE POLICY "organisations_registered" ON "organisations" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "servers_open" ON "servers" AS PERMISSIVE FOR SELECT TO "fugo_api", "fugo_monitor", "fugo_operations", "fugo_worker" USING (true);--> statement-breakpoint
CREATE POLICY "servers_registered" ON "servers" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "calendar_changes_open" ON "calendar_changes" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "calendar_changes_seen" ON "calendar_changes" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "calendars_open" ON "calendars" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "calendars_seen" ON "calendars" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "hour_exception_agreements_open" ON "hour_exception_agreements" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "hour_exception_agreements_seen" ON "hour_exception_agreements" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (exists (select from hour_exceptions e where e.exception_id = hour_exception_agreements.exception_id));--> statement-breakpoint
CREATE POLICY "hour_exceptions_open" ON "hour_exceptions" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "hour_exceptions_seen" ON "hour_exceptions" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation) or current_setting('fugo.organisation', true) = any(agreeing));--> statement-breakpoint
CREATE POLICY "daily_statistics_open" ON "daily_statistics" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "daily_statistics_seen" ON "daily_statistics" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "day_steps_open" ON "day_steps" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "day_steps_seen" ON "day_steps" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "operating_days_open" ON "operating_days" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "operating_days_seen" ON "operating_days" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "alarms_open" ON "alarms" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "alarms_seen" ON "alarms" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "check_changes_open" ON "check_changes" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "check_changes_seen" ON "check_changes" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "check_states_open" ON "check_states" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "check_states_seen" ON "check_states" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "check_targets_open" ON "check_targets" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "check_targets_seen" ON "check_targets" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "incident_notes_open" ON "incident_notes" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "incident_notes_seen" ON "incident_notes" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "incident_requests_open" ON "incident_requests" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "incident_requests_of_own_municipality" ON "incident_requests" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (organisation = current_setting('fugo.organisation', true));--> statement-breakpoint
CREATE POLICY "incidents_open" ON "incidents" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "incidents_seen" ON "incidents" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "notifications_open" ON "notifications" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "recipients_open" ON "recipients" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "silences_open" ON "silences" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "silences_seen" ON "silences" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (sees_organisation(organisation));--> statement-breakpoint
CREATE POLICY "backups_open" ON "backups" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "backups_seen" ON "backups" AS PERMISSIVE FOR SELECT TO "fugo_operations" USING (true);