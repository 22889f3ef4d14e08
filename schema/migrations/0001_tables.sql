CREATE SEQUENCE "public"."integrated_address_number_sequence" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 100;--> statement-breakpoint
CREATE TABLE "audit_log" (
	"municipality" text NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"client_id" text NOT NULL,
	"staff_id" text,
	"action" text NOT NULL,
	"subject" text,
	"outcome" text NOT NULL,
	"reason" text,
	CONSTRAINT "audit_log_municipality_seq_pk" PRIMARY KEY("municipality","seq")
);
--> statement-breakpoint
ALTER TABLE "audit_log" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "clients" (
	"client_id" text PRIMARY KEY NOT NULL,
	"municipality" text,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"number_systems" text[] NOT NULL,
	"scopes" text[] NOT NULL,
	"secret_hash" text,
	"jwks" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "client_kind" CHECK ("clients"."kind" in ('backbone', 'operator', 'administrator')),
	CONSTRAINT "client_municipality" CHECK (("clients"."municipality" is null) = ("clients"."kind" = 'administrator')),
	CONSTRAINT "client_can_authenticate" CHECK ("clients"."secret_hash" is not null or "clients"."jwks" is not null)
);
--> statement-breakpoint
ALTER TABLE "clients" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "municipalities" (
	"municipality" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"route" text NOT NULL,
	"participants" jsonb NOT NULL,
	"hours" jsonb NOT NULL,
	"limits" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "route_known" CHECK ("municipalities"."route" in ('JUKI_SYSTEM', 'JUKI_GATEWAY')),
	CONSTRAINT "municipality_code" CHECK ("municipalities"."municipality" ~ '^[0-9]{6}$')
);
--> statement-breakpoint
ALTER TABLE "municipalities" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "oauth_state" (
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"value" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "oauth_state_kind_id_pk" PRIMARY KEY("kind","id")
);
--> statement-breakpoint
ALTER TABLE "oauth_state" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "address_information" (
	"municipality" text NOT NULL,
	"person_id" uuid NOT NULL,
	"history_seq" integer NOT NULL,
	"personal_number" "bytea",
	"number_system" text,
	"address_number" text,
	"integrated_address_number" text,
	"name" text NOT NULL,
	"name_kana" text,
	"name_key" text NOT NULL,
	"birth_date_text" text NOT NULL,
	"birth_date" date,
	"sex" text NOT NULL,
	"address" text NOT NULL,
	"address_key" text NOT NULL,
	"contact" text,
	"delivery" text,
	"non_disclosure" boolean NOT NULL,
	"code_request_status" text NOT NULL,
	"operated_at" timestamp (3) with time zone NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL,
	"inbox_id" uuid,
	"staff_id" text,
	CONSTRAINT "address_information_municipality_person_id_history_seq_pk" PRIMARY KEY("municipality","person_id","history_seq"),
	CONSTRAINT "one_row_a_transfer" UNIQUE("municipality","inbox_id"),
	CONSTRAINT "row_status_known" CHECK ("address_information"."code_request_status" in ('NOT_REQUESTED', 'REQUESTING', 'REQUESTED')),
	CONSTRAINT "row_has_a_source" CHECK ("address_information"."inbox_id" is not null or "address_information"."staff_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "address_information" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "address_numbers" (
	"municipality" text NOT NULL,
	"number_system" text NOT NULL,
	"address_number" text NOT NULL,
	"person_id" uuid NOT NULL,
	"linked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "address_numbers_municipality_number_system_address_number_pk" PRIMARY KEY("municipality","number_system","address_number")
);
--> statement-breakpoint
ALTER TABLE "address_numbers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "business_information" (
	"municipality" text NOT NULL,
	"person_id" uuid NOT NULL,
	"number_system" text NOT NULL,
	"data_type" text NOT NULL,
	"integrated_address_number" text,
	"confirmed_at" timestamp (3) with time zone NOT NULL,
	"business_item1" text NOT NULL,
	"business_item2" text NOT NULL,
	CONSTRAINT "business_information_municipality_person_id_number_system_data_type_pk" PRIMARY KEY("municipality","person_id","number_system","data_type")
);
--> statement-breakpoint
ALTER TABLE "business_information" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "chunk_members" (
	"municipality" text NOT NULL,
	"chunk_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "chunk_members_municipality_chunk_id_person_id_pk" PRIMARY KEY("municipality","chunk_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "chunk_members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "confirmation_runs" (
	"municipality" text NOT NULL,
	"run_id" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"asked" integer DEFAULT 0 NOT NULL,
	"acquired" integer DEFAULT 0 NOT NULL,
	"errors" integer DEFAULT 0 NOT NULL,
	"unknown" integer DEFAULT 0 NOT NULL,
	"overdue" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "confirmation_runs_municipality_run_id_pk" PRIMARY KEY("municipality","run_id")
);
--> statement-breakpoint
ALTER TABLE "confirmation_runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "corrections" (
	"municipality" text NOT NULL,
	"correction_id" uuid NOT NULL,
	"failure_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"decision" text NOT NULL,
	"personal_number" "bytea",
	"personal_number_index" "bytea",
	"staff_id" text NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"applied_at" timestamp (3) with time zone,
	CONSTRAINT "corrections_municipality_correction_id_pk" PRIMARY KEY("municipality","correction_id"),
	CONSTRAINT "decision_has_its_number" CHECK (("corrections"."decision" = 'personal-number') = ("corrections"."personal_number" is not null))
);
--> statement-breakpoint
ALTER TABLE "corrections" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "failures" (
	"municipality" text NOT NULL,
	"failure_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"inbox_id" uuid,
	"chunk_id" uuid,
	"code" text NOT NULL,
	"step" text,
	"attempt" integer NOT NULL,
	"reason" text,
	"first_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"resolution" text,
	"staff_id" text,
	"staff_reason" text,
	CONSTRAINT "failures_municipality_failure_id_pk" PRIMARY KEY("municipality","failure_id"),
	CONSTRAINT "resolved_says_how" CHECK (("failures"."resolved_at" is null) = ("failures"."resolution" is null))
);
--> statement-breakpoint
ALTER TABLE "failures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "persons" (
	"municipality" text NOT NULL,
	"person_id" uuid NOT NULL,
	"personal_number" "bytea",
	"personal_number_index" "bytea",
	"awaiting_key" text,
	"integrated_address_number" text,
	"code_request_status" text DEFAULT 'NOT_REQUESTED' NOT NULL,
	"stage" text,
	"attempt" integer DEFAULT 1 NOT NULL,
	"serial_requested_at" timestamp (3) with time zone,
	"receipt_number" text,
	"processing_serial" text,
	"opens_at" timestamp (3) with time zone,
	"routed_at" timestamp (3) with time zone,
	"confirm_by" timestamp (3) with time zone,
	"acquired_at" timestamp (3) with time zone,
	"failure_code" text,
	"failure_step" text,
	"failure_since" timestamp (3) with time zone,
	"held_transfers" integer DEFAULT 0 NOT NULL,
	"current_history_seq" integer,
	"last_history_seq" integer DEFAULT 0 NOT NULL,
	"pending_word" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "persons_municipality_person_id_pk" PRIMARY KEY("municipality","person_id"),
	CONSTRAINT "one_person_a_personal_number" UNIQUE("municipality","personal_number_index"),
	CONSTRAINT "one_person_an_awaiting_address_number" UNIQUE("municipality","awaiting_key"),
	CONSTRAINT "one_person_an_integrated_number" UNIQUE("municipality","integrated_address_number"),
	CONSTRAINT "status_known" CHECK ("persons"."code_request_status" in ('NOT_REQUESTED', 'REQUESTING', 'REQUESTED')),
	CONSTRAINT "stage_known" CHECK ("persons"."stage" in ('AWAITING_PN', 'HELD', 'NUMBERED', 'SERIAL_REQUESTED', 'FILE_REQUESTED', 'FILE_RECEIVED', 'WAITING_FOR_HOURS', 'ROUTED', 'NEEDS_ATTENTION', 'CANCELLED', 'ACQUIRED')),
	CONSTRAINT "stage_has_its_status" CHECK (case
        when "persons"."stage" is null or "persons"."stage" in ('AWAITING_PN', 'HELD') then "persons"."code_request_status" = 'NOT_REQUESTED'
        when "persons"."stage" = 'ACQUIRED' then "persons"."code_request_status" = 'REQUESTED'
        when "persons"."stage" = 'CANCELLED' then "persons"."code_request_status" = case when "persons"."serial_requested_at" is null then 'NOT_REQUESTED' else 'REQUESTING' end
        else "persons"."code_request_status" = 'REQUESTING' end),
	CONSTRAINT "requested_means_numbered" CHECK ("persons"."code_request_status" = 'NOT_REQUESTED' or ("persons"."integrated_address_number" is not null and "persons"."personal_number_index" is not null)),
	CONSTRAINT "number_and_index" CHECK (("persons"."personal_number" is null) = ("persons"."personal_number_index" is null)),
	CONSTRAINT "parked_has_a_code" CHECK (("persons"."stage" = 'NEEDS_ATTENTION') = ("persons"."failure_code" is not null)),
	CONSTRAINT "waiting_knows_until_when" CHECK ("persons"."stage" <> 'WAITING_FOR_HOURS' or "persons"."opens_at" is not null),
	CONSTRAINT "file_requested_has_receipt" CHECK ("persons"."stage" <> 'FILE_REQUESTED' or "persons"."receipt_number" is not null)
);
--> statement-breakpoint
ALTER TABLE "persons" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "request_attempts" (
	"municipality" text NOT NULL,
	"request_id" text NOT NULL,
	"person_id" uuid,
	"chunk_id" uuid,
	"attempt" integer NOT NULL,
	"step" text NOT NULL,
	"participant" text NOT NULL,
	"line_count" integer NOT NULL,
	"state" text NOT NULL,
	"receipt_number" text,
	"content_hash" "bytea",
	"sends" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"answered_at" timestamp (3) with time zone,
	CONSTRAINT "request_attempts_municipality_request_id_pk" PRIMARY KEY("municipality","request_id"),
	CONSTRAINT "attempt_of_person_or_chunk" CHECK (("request_attempts"."person_id" is null) <> ("request_attempts"."chunk_id" is null))
);
--> statement-breakpoint
ALTER TABLE "request_attempts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "timeline" (
	"municipality" text NOT NULL,
	"person_id" uuid NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "timeline_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"event" text NOT NULL,
	"stage" text,
	"attempt" integer NOT NULL,
	"detail" jsonb,
	CONSTRAINT "timeline_municipality_person_id_seq_pk" PRIMARY KEY("municipality","person_id","seq")
);
--> statement-breakpoint
ALTER TABLE "timeline" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "inbox" (
	"municipality" text NOT NULL,
	"inbox_id" uuid NOT NULL,
	"number_system" text NOT NULL,
	"transfer_id" text NOT NULL,
	"content_hash" "bytea" NOT NULL,
	"person_id" uuid NOT NULL,
	"address_number" text NOT NULL,
	"personal_number" "bytea",
	"personal_number_index" "bytea",
	"payload" jsonb NOT NULL,
	"operated_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"client_id" text NOT NULL,
	"state" text DEFAULT 'RECEIVED' NOT NULL,
	"result" text,
	"integrated_address_number" text,
	"code_request_status" text,
	"judged_at" timestamp (3) with time zone,
	"owes_answer" boolean DEFAULT false NOT NULL,
	"identity_confirmed_by" text,
	CONSTRAINT "inbox_municipality_inbox_id_pk" PRIMARY KEY("municipality","inbox_id"),
	CONSTRAINT "one_row_a_transfer_id" UNIQUE("municipality","number_system","transfer_id"),
	CONSTRAINT "inbox_state" CHECK ("inbox"."state" in ('RECEIVED', 'JUDGED', 'HELD', 'REFUSED')),
	CONSTRAINT "judged_has_a_result" CHECK (("inbox"."state" = 'RECEIVED') = ("inbox"."judged_at" is null))
);
--> statement-breakpoint
ALTER TABLE "inbox" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "outbox" (
	"municipality" text NOT NULL,
	"notice_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"number_system" text NOT NULL,
	"address_number" text NOT NULL,
	"kind" text NOT NULL,
	"history_seq" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"sends" integer DEFAULT 0 NOT NULL,
	"next_send_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	"refusal" text,
	CONSTRAINT "outbox_municipality_notice_id_pk" PRIMARY KEY("municipality","notice_id"),
	CONSTRAINT "one_notice_a_change" UNIQUE("municipality","person_id","number_system","address_number","history_seq","kind")
);
--> statement-breakpoint
ALTER TABLE "outbox" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "address_information" ADD CONSTRAINT "address_information_municipality_person_id_persons_municipality_person_id_fk" FOREIGN KEY ("municipality","person_id") REFERENCES "public"."persons"("municipality","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "address_numbers" ADD CONSTRAINT "address_numbers_municipality_person_id_persons_municipality_person_id_fk" FOREIGN KEY ("municipality","person_id") REFERENCES "public"."persons"("municipality","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "business_information" ADD CONSTRAINT "business_information_municipality_person_id_persons_municipality_person_id_fk" FOREIGN KEY ("municipality","person_id") REFERENCES "public"."persons"("municipality","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "failures" ADD CONSTRAINT "failures_municipality_person_id_persons_municipality_person_id_fk" FOREIGN KEY ("municipality","person_id") REFERENCES "public"."persons"("municipality","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_municipality_person_id_persons_municipality_person_id_fk" FOREIGN KEY ("municipality","person_id") REFERENCES "public"."persons"("municipality","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_municipality_person_id_persons_municipality_person_id_fk" FOREIGN KEY ("municipality","person_id") REFERENCES "public"."persons"("municipality","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "address_information_by_registration" ON "address_information" USING btree ("municipality","registered_at");--> statement-breakpoint
CREATE INDEX "address_information_by_name" ON "address_information" USING btree ("municipality","name_key");--> statement-breakpoint
CREATE INDEX "address_information_open" ON "address_information" USING btree ("municipality","person_id") WHERE code_request_status <> 'REQUESTED';--> statement-breakpoint
CREATE INDEX "address_numbers_by_person" ON "address_numbers" USING btree ("municipality","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_failure" ON "failures" USING btree ("municipality","person_id","code",coalesce(inbox_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "failures_open" ON "failures" USING btree ("municipality","first_seen_at","failure_id") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "persons_to_confirm" ON "persons" USING btree ("municipality","person_id") WHERE code_request_status = 'REQUESTING' and serial_requested_at is not null;--> statement-breakpoint
CREATE INDEX "persons_to_tell" ON "persons" USING btree ("municipality","person_id") WHERE pending_word is not null;--> statement-breakpoint
CREATE INDEX "persons_by_stage" ON "persons" USING btree ("municipality","stage","updated_at");--> statement-breakpoint
CREATE INDEX "request_attempts_by_person" ON "request_attempts" USING btree ("municipality","person_id");--> statement-breakpoint
CREATE INDEX "inbox_unjudged" ON "inbox" USING btree ("municipality","received_at") WHERE state = 'RECEIVED';--> statement-breakpoint
CREATE INDEX "inbox_by_person" ON "inbox" USING btree ("municipality","person_id");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("municipality","next_send_at") WHERE delivered_at is null;--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "audit_log" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "clients_open" ON "clients" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "municipalities_open" ON "municipalities" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "oauth_state_open" ON "oauth_state" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "address_information" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "address_numbers" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "business_information" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "chunk_members" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "confirmation_runs" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "corrections" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "failures" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "persons" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "request_attempts" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "timeline" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "inbox" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "outbox" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));