CREATE SEQUENCE "public"."integrated_address_number_sequence" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 100;--> statement-breakpoint
CREATE TABLE "audit_log" (
	"municipality" text NOT NULL,
	"seq" bigint DEFAULT 0 NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"client_id" text NOT NULL,
	"staff_id" text,
	"action" text NOT NULL,
	"subject" text,
	"outcome" text NOT NULL,
	"reason" text,
	"previous_hash" "bytea" DEFAULT ''::bytea NOT NULL,
	"hash" "bytea" DEFAULT ''::bytea NOT NULL,
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
CREATE TABLE "key_checks" (
	"key_id" text PRIMARY KEY NOT NULL,
	"data" "bytea" NOT NULL,
	"payload" "bytea" NOT NULL,
	"index" "bytea" NOT NULL,
	"is_first" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "key_checks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "municipalities" (
	"municipality" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"name_en" text NOT NULL,
	"route" text NOT NULL,
	"participants" jsonb NOT NULL,
	"hours" jsonb NOT NULL,
	"limits" jsonb NOT NULL,
	"updates_need_approval" boolean DEFAULT false NOT NULL,
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
	"name_kana_key" text GENERATED ALWAYS AS (coalesce(translate(lower(normalize(name_kana, NFKC) collate "C"),
  'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖゝゞ‐‑‒–—―−- ・', 'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶヽヾーーーーーーーー'), name_key)) STORED,
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
	"load_id" uuid,
	"load_line" integer,
	"staff_id" text,
	CONSTRAINT "address_information_municipality_person_id_history_seq_pk" PRIMARY KEY("municipality","person_id","history_seq"),
	CONSTRAINT "row_status_known" CHECK ("address_information"."code_request_status" in ('NOT_REQUESTED', 'REQUESTING', 'REQUESTED')),
	CONSTRAINT "row_has_a_source" CHECK ("address_information"."inbox_id" is not null or "address_information"."load_line" is not null or "address_information"."staff_id" is not null),
	CONSTRAINT "load_and_line" CHECK (("address_information"."load_id" is null) = ("address_information"."load_line" is null))
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
CREATE TABLE "persons" (
	"municipality" text NOT NULL,
	"person_id" uuid NOT NULL,
	"personal_number" "bytea",
	"personal_number_index" "bytea",
	"awaiting_key" text,
	"integrated_address_number" text,
	"number_given" boolean DEFAULT false NOT NULL,
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
	"chunk_id" uuid,
	"in_chunk" boolean DEFAULT false NOT NULL,
	"has_run" boolean DEFAULT false NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT now(),
	"nudges" integer DEFAULT 0 NOT NULL,
	"replaced_runs" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "persons_municipality_person_id_pk" PRIMARY KEY("municipality","person_id"),
	CONSTRAINT "one_person_a_personal_number" UNIQUE("municipality","personal_number_index"),
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
	CONSTRAINT "file_requested_has_receipt" CHECK ("persons"."stage" <> 'FILE_REQUESTED' or "persons"."receipt_number" is not null),
	CONSTRAINT "in_chunk_has_a_chunk" CHECK (not "persons"."in_chunk" or "persons"."chunk_id" is not null),
	CONSTRAINT "driven_is_due" CHECK ("persons"."stage" not in ('NUMBERED', 'SERIAL_REQUESTED', 'FILE_REQUESTED', 'FILE_RECEIVED', 'WAITING_FOR_HOURS') or "persons"."in_chunk" or "persons"."due_at" is not null)
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
	"assignee_id" text,
	"assigned_at" timestamp (3) with time zone,
	CONSTRAINT "failures_municipality_failure_id_pk" PRIMARY KEY("municipality","failure_id"),
	CONSTRAINT "assigned_says_when" CHECK (("failures"."assignee_id" is null) = ("failures"."assigned_at" is null)),
	CONSTRAINT "resolved_says_how" CHECK (("failures"."resolved_at" is null) = ("failures"."resolution" is null))
);
--> statement-breakpoint
ALTER TABLE "failures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
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
	"load_id" uuid,
	"load_line" integer,
	"identity_confirmed_by" text,
	CONSTRAINT "inbox_municipality_inbox_id_pk" PRIMARY KEY("municipality","inbox_id"),
	CONSTRAINT "one_row_a_transfer_id" UNIQUE("municipality","number_system","transfer_id"),
	CONSTRAINT "inbox_state" CHECK ("inbox"."state" in ('RECEIVED', 'JUDGED', 'HELD', 'REFUSED')),
	CONSTRAINT "judged_has_a_result" CHECK (("inbox"."state" = 'RECEIVED') = ("inbox"."judged_at" is null))
);
--> statement-breakpoint
ALTER TABLE "inbox" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notice_pauses" (
	"municipality" text NOT NULL,
	"number_system" text NOT NULL,
	"failures" integer NOT NULL,
	"next_send_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notice_pauses_municipality_number_system_pk" PRIMARY KEY("municipality","number_system")
);
--> statement-breakpoint
ALTER TABLE "notice_pauses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
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
CREATE TABLE "bad_lines" (
	"municipality" text NOT NULL,
	"load_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"problems" jsonb NOT NULL,
	"raw" "bytea",
	CONSTRAINT "bad_lines_municipality_load_id_line_pk" PRIMARY KEY("municipality","load_id","line")
);
--> statement-breakpoint
ALTER TABLE "bad_lines" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "chunk_timeline" (
	"municipality" text NOT NULL,
	"chunk_id" uuid NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "chunk_timeline_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"event" text NOT NULL,
	"stage" text,
	"detail" jsonb,
	CONSTRAINT "chunk_timeline_municipality_chunk_id_seq_pk" PRIMARY KEY("municipality","chunk_id","seq")
);
--> statement-breakpoint
ALTER TABLE "chunk_timeline" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "load_chunks" (
	"municipality" text NOT NULL,
	"chunk_id" uuid NOT NULL,
	"load_id" uuid,
	"chunk_no" integer NOT NULL,
	"first_line" integer NOT NULL,
	"last_line" integer NOT NULL,
	"lines" integer NOT NULL,
	"stage" text,
	"opens_at" timestamp (3) with time zone,
	"judged_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone,
	"nudges" integer DEFAULT 0 NOT NULL,
	"replaced_runs" integer DEFAULT 0 NOT NULL,
	"results" jsonb,
	"members" integer DEFAULT 0 NOT NULL,
	"routed" integer DEFAULT 0 NOT NULL,
	"parked" integer DEFAULT 0 NOT NULL,
	"acquired" integer DEFAULT 0 NOT NULL,
	"unconfirmed" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "load_chunks_municipality_chunk_id_pk" PRIMARY KEY("municipality","chunk_id"),
	CONSTRAINT "one_chunk_a_number" UNIQUE("municipality","load_id","chunk_no"),
	CONSTRAINT "gathered_has_no_load" CHECK (("load_chunks"."chunk_no" = 0) = ("load_chunks"."load_id" is null)),
	CONSTRAINT "chunk_driven_is_due" CHECK ("load_chunks"."chunk_no" > 0 or "load_chunks"."ended_at" is not null or "load_chunks"."due_at" is not null)
);
--> statement-breakpoint
ALTER TABLE "load_chunks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "load_lines" (
	"municipality" text DEFAULT current_setting('fugo.municipality') NOT NULL,
	"load_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"person_id" uuid NOT NULL,
	"personal_number" "bytea",
	"personal_number_index" "bytea",
	"number_system" text NOT NULL,
	"address_number" text NOT NULL,
	"transfer_id" text NOT NULL,
	"content_hash" "bytea",
	"integrated_address_number" text,
	"operated_at" timestamp (3) with time zone NOT NULL,
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
	"data_type" text NOT NULL,
	"confirmed_at" timestamp (3) with time zone NOT NULL,
	"business_item1" text NOT NULL,
	"business_item2" text NOT NULL,
	"sender_staff_id" text,
	CONSTRAINT "load_lines_municipality_load_id_line_pk" PRIMARY KEY("municipality","load_id","line")
);
--> statement-breakpoint
CREATE TABLE "loads" (
	"municipality" text NOT NULL,
	"load_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"file_hash" "bytea" NOT NULL,
	"file_bytes" bigint NOT NULL,
	"options" jsonb NOT NULL,
	"dry_run" boolean NOT NULL,
	"state" text NOT NULL,
	"state_reason" text,
	"heading" "bytea",
	"read_to" integer DEFAULT 0 NOT NULL,
	"good_lines" integer DEFAULT 0 NOT NULL,
	"bad_lines" integer DEFAULT 0 NOT NULL,
	"client_id" text NOT NULL,
	"staff_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "loads_municipality_load_id_pk" PRIMARY KEY("municipality","load_id"),
	CONSTRAINT "load_state_known" CHECK ("loads"."state" in ('READING', 'CHECKED', 'RUNNING', 'PAUSED', 'STOPPED', 'CANCELLED', 'DONE', 'FAILED'))
);
--> statement-breakpoint
ALTER TABLE "loads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "participant_pace" (
	"municipality" text NOT NULL,
	"participant" text NOT NULL,
	"free_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "participant_pace_municipality_participant_pk" PRIMARY KEY("municipality","participant")
);
--> statement-breakpoint
ALTER TABLE "participant_pace" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff" (
	"staff_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT true NOT NULL,
	"image" text,
	"second_factor_set_up" boolean DEFAULT false NOT NULL,
	"initial_password" boolean DEFAULT false NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staff_email_unique" UNIQUE("email"),
	CONSTRAINT "staff_email" CHECK ("staff"."email" = lower("staff"."email"))
);
--> statement-breakpoint
ALTER TABLE "staff" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff_accounts" (
	"staff_account_id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"account_id" text NOT NULL,
	"password_hash" text,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "staff_accounts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff_roles" (
	"organisation" text NOT NULL,
	"staff_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staff_roles_organisation_staff_id_role_pk" PRIMARY KEY("organisation","staff_id","role"),
	CONSTRAINT "staff_role" CHECK ("staff_roles"."role" in ('clerk', 'supervisor', 'administrator', 'auditor', 'manager', 'call-centre'))
);
--> statement-breakpoint
ALTER TABLE "staff_roles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff_second_factors" (
	"second_factor_id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"verified" boolean DEFAULT false NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp (3) with time zone,
	"used_step" integer
);
--> statement-breakpoint
ALTER TABLE "staff_second_factors" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff_sessions" (
	"session_id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"token" text NOT NULL,
	"factor" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staff_sessions_token_unique" UNIQUE("token"),
	CONSTRAINT "staff_session_factor" CHECK ("staff_sessions"."factor" in ('password', 'second-factor', 'oidc'))
);
--> statement-breakpoint
ALTER TABLE "staff_sessions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff_sign_in_failures" (
	"email_index" "bytea" PRIMARY KEY NOT NULL,
	"attempts" integer NOT NULL,
	"last_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"locked_until" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "staff_sign_in_failures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff_sign_in_sources" (
	"source_index" "bytea" PRIMARY KEY NOT NULL,
	"attempts" integer NOT NULL,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"locked_until" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "staff_sign_in_sources" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff_verifications" (
	"verification_id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "staff_verifications" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "address_information" ADD CONSTRAINT "address_information_municipality_person_id_persons_municipality_person_id_fk" FOREIGN KEY ("municipality","person_id") REFERENCES "public"."persons"("municipality","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "address_numbers" ADD CONSTRAINT "address_numbers_municipality_person_id_persons_municipality_person_id_fk" FOREIGN KEY ("municipality","person_id") REFERENCES "public"."persons"("municipality","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "business_information" ADD CONSTRAINT "business_information_municipality_person_id_persons_municipality_person_id_fk" FOREIGN KEY ("municipality","person_id") REFERENCES "public"."persons"("municipality","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "error_views" ADD CONSTRAINT "error_views_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "failures" ADD CONSTRAINT "failures_assignee_id_staff_staff_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "failures" ADD CONSTRAINT "failures_municipality_person_id_persons_municipality_person_id_fk" FOREIGN KEY ("municipality","person_id") REFERENCES "public"."persons"("municipality","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "failure_notes" ADD CONSTRAINT "failure_notes_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "failure_notes" ADD CONSTRAINT "failure_notes_municipality_failure_id_failures_municipality_failure_id_fk" FOREIGN KEY ("municipality","failure_id") REFERENCES "public"."failures"("municipality","failure_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposed_updates" ADD CONSTRAINT "proposed_updates_proposed_by_staff_staff_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposed_updates" ADD CONSTRAINT "proposed_updates_decided_by_staff_staff_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposed_updates" ADD CONSTRAINT "proposed_updates_municipality_person_id_persons_municipality_person_id_fk" FOREIGN KEY ("municipality","person_id") REFERENCES "public"."persons"("municipality","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_municipality_person_id_persons_municipality_person_id_fk" FOREIGN KEY ("municipality","person_id") REFERENCES "public"."persons"("municipality","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_municipality_person_id_persons_municipality_person_id_fk" FOREIGN KEY ("municipality","person_id") REFERENCES "public"."persons"("municipality","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "load_chunks" ADD CONSTRAINT "load_chunks_municipality_load_id_loads_municipality_load_id_fk" FOREIGN KEY ("municipality","load_id") REFERENCES "public"."loads"("municipality","load_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_accounts" ADD CONSTRAINT "staff_accounts_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_second_factors" ADD CONSTRAINT "staff_second_factors_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_sessions" ADD CONSTRAINT "staff_sessions_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_by_time" ON "audit_log" USING btree ("municipality","at");--> statement-breakpoint
CREATE INDEX "audit_log_by_staff" ON "audit_log" USING btree ("municipality","staff_id","seq");--> statement-breakpoint
CREATE INDEX "audit_log_by_subject" ON "audit_log" USING btree ("municipality","subject","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "one_first_key" ON "key_checks" USING btree ("is_first") WHERE is_first;--> statement-breakpoint
CREATE INDEX "address_information_protected" ON "address_information" USING btree ("municipality","person_id") WHERE non_disclosure;--> statement-breakpoint
CREATE UNIQUE INDEX "one_row_a_transfer" ON "address_information" USING btree ("municipality","inbox_id") WHERE inbox_id is not null;--> statement-breakpoint
CREATE INDEX "address_information_by_registration" ON "address_information" USING btree ("municipality","registered_at");--> statement-breakpoint
CREATE INDEX "address_information_by_name" ON "address_information" USING btree ("municipality",name_key collate "C","person_id","history_seq");--> statement-breakpoint
CREATE INDEX "address_information_by_kana" ON "address_information" USING btree ("municipality",name_kana_key collate "C","person_id","history_seq");--> statement-breakpoint
CREATE INDEX "address_information_by_address" ON "address_information" USING btree ("municipality",address_key collate "C","person_id","history_seq");--> statement-breakpoint
CREATE INDEX "address_information_by_birth_date" ON "address_information" USING btree ("municipality","birth_date");--> statement-breakpoint
CREATE INDEX "address_information_by_unknown_birth_date" ON "address_information" USING btree ("municipality","birth_date_text") WHERE birth_date is null;--> statement-breakpoint
CREATE INDEX "address_numbers_by_person" ON "address_numbers" USING btree ("municipality","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_person_an_awaiting_address_number" ON "persons" USING btree ("municipality","awaiting_key") WHERE awaiting_key is not null;--> statement-breakpoint
CREATE INDEX "persons_to_confirm" ON "persons" USING btree ("municipality","person_id") WHERE code_request_status = 'REQUESTING';--> statement-breakpoint
CREATE INDEX "persons_due" ON "persons" USING btree ("municipality","due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "request_attempts_by_person" ON "request_attempts" USING btree ("municipality","person_id");--> statement-breakpoint
CREATE INDEX "request_attempts_by_participant" ON "request_attempts" USING btree ("municipality","participant","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_failure" ON "failures" USING btree ("municipality","person_id","code",coalesce(inbox_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "failures_open" ON "failures" USING btree ("municipality","first_seen_at","failure_id") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "failures_open_by_code" ON "failures" USING btree ("municipality","code","first_seen_at","failure_id") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "failures_resolved" ON "failures" USING btree ("municipality","first_seen_at","failure_id") WHERE resolved_at is not null;--> statement-breakpoint
CREATE INDEX "failures_resolved_by_code" ON "failures" USING btree ("municipality","code","first_seen_at","failure_id") WHERE resolved_at is not null;--> statement-breakpoint
CREATE INDEX "failures_by_chunk" ON "failures" USING btree ("municipality","chunk_id") WHERE chunk_id is not null;--> statement-breakpoint
CREATE INDEX "failures_open_by_assignee" ON "failures" USING btree ("municipality","assignee_id","first_seen_at","failure_id") WHERE resolved_at is null and assignee_id is not null;--> statement-breakpoint
CREATE INDEX "failure_notes_of_failure" ON "failure_notes" USING btree ("municipality","failure_id","at");--> statement-breakpoint
CREATE INDEX "confirmation_changes_errors" ON "confirmation_changes" USING btree ("municipality","run_id","person_id") WHERE outcome <> 'acquired';--> statement-breakpoint
CREATE INDEX "confirmation_runs_by_start" ON "confirmation_runs" USING btree ("municipality","started_at","run_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_proposed_update_a_person" ON "proposed_updates" USING btree ("municipality","person_id") WHERE decision is null;--> statement-breakpoint
CREATE INDEX "proposed_updates_open" ON "proposed_updates" USING btree ("municipality","proposed_at","update_id") WHERE decision is null;--> statement-breakpoint
CREATE INDEX "proposed_updates_by_time" ON "proposed_updates" USING btree ("municipality","proposed_at","update_id");--> statement-breakpoint
CREATE INDEX "inbox_unjudged" ON "inbox" USING btree ("municipality","received_at") WHERE state = 'RECEIVED';--> statement-breakpoint
CREATE INDEX "inbox_by_person" ON "inbox" USING btree ("municipality","person_id");--> statement-breakpoint
CREATE INDEX "inbox_by_address_number" ON "inbox" USING btree ("municipality","number_system","address_number","received_at") WHERE state <> 'JUDGED';--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("municipality","number_system","next_send_at") WHERE delivered_at is null;--> statement-breakpoint
CREATE INDEX "load_chunks_due" ON "load_chunks" USING btree ("municipality","due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "loads_by_file" ON "loads" USING btree ("municipality","file_hash");--> statement-breakpoint
CREATE INDEX "loads_by_creation" ON "loads" USING btree ("municipality","created_at");--> statement-breakpoint
CREATE INDEX "staff_accounts_of_staff" ON "staff_accounts" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "staff_accounts_by_subject" ON "staff_accounts" USING btree ("provider_id","account_id");--> statement-breakpoint
CREATE INDEX "staff_roles_of_staff" ON "staff_roles" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "staff_second_factors_of_staff" ON "staff_second_factors" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "staff_sessions_of_staff" ON "staff_sessions" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "staff_sessions_by_end" ON "staff_sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "staff_verifications_by_identifier" ON "staff_verifications" USING btree ("identifier");--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "audit_log" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "clients_open" ON "clients" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "key_checks_open" ON "key_checks" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "municipalities_open" ON "municipalities" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "oauth_state_open" ON "oauth_state" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "address_information" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "address_numbers" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "business_information" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "chunk_members" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "persons" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "request_attempts" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "timeline" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "corrections" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "error_views" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "failures" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "failure_notes" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "confirmation_changes" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "confirmation_runs" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "proposed_updates" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "inbox" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "notice_pauses" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "outbox" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "bad_lines" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "chunk_timeline" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "load_chunks" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "loads" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "participant_pace" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "staff_open" ON "staff" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_accounts_open" ON "staff_accounts" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own_organisation_or_person" ON "staff_roles" AS PERMISSIVE FOR SELECT TO "fugo_api" USING (organisation = current_setting('fugo.organisation', true)
        or staff_id = current_setting('fugo.staff_id', true));--> statement-breakpoint
CREATE POLICY "own_organisation_added" ON "staff_roles" AS PERMISSIVE FOR INSERT TO "fugo_api" WITH CHECK (organisation = current_setting('fugo.organisation', true));--> statement-breakpoint
CREATE POLICY "own_organisation_taken_away" ON "staff_roles" AS PERMISSIVE FOR DELETE TO "fugo_api" USING (organisation = current_setting('fugo.organisation', true));--> statement-breakpoint
CREATE POLICY "staff_second_factors_open" ON "staff_second_factors" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_sessions_open" ON "staff_sessions" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_sign_in_failures_open" ON "staff_sign_in_failures" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_sign_in_sources_open" ON "staff_sign_in_sources" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_verifications_open" ON "staff_verifications" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);