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
	"load_id" uuid NOT NULL,
	"chunk_no" integer NOT NULL,
	"first_line" integer NOT NULL,
	"last_line" integer NOT NULL,
	"lines" integer NOT NULL,
	"stage" text,
	"opens_at" timestamp (3) with time zone,
	"judged_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"results" jsonb,
	"members" integer DEFAULT 0 NOT NULL,
	"routed" integer DEFAULT 0 NOT NULL,
	"parked" integer DEFAULT 0 NOT NULL,
	"acquired" integer DEFAULT 0 NOT NULL,
	"unconfirmed" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "load_chunks_municipality_chunk_id_pk" PRIMARY KEY("municipality","chunk_id"),
	CONSTRAINT "one_chunk_a_number" UNIQUE("municipality","load_id","chunk_no")
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
ALTER TABLE "address_information" DROP CONSTRAINT "one_row_a_transfer";--> statement-breakpoint
ALTER TABLE "persons" DROP CONSTRAINT "one_person_an_awaiting_address_number";--> statement-breakpoint
ALTER TABLE "address_information" DROP CONSTRAINT "row_has_a_source";--> statement-breakpoint
DROP INDEX "address_information_open";--> statement-breakpoint
DROP INDEX "persons_by_stage";--> statement-breakpoint
DROP INDEX "persons_to_confirm";--> statement-breakpoint
ALTER TABLE "address_information" ADD COLUMN "load_id" uuid;--> statement-breakpoint
ALTER TABLE "address_information" ADD COLUMN "load_line" integer;--> statement-breakpoint
ALTER TABLE "persons" ADD COLUMN "number_given" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "persons" ADD COLUMN "chunk_id" uuid;--> statement-breakpoint
ALTER TABLE "persons" ADD COLUMN "in_chunk" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "persons" ADD COLUMN "has_run" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "load_id" uuid;--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "load_line" integer;--> statement-breakpoint
ALTER TABLE "load_chunks" ADD CONSTRAINT "load_chunks_municipality_load_id_loads_municipality_load_id_fk" FOREIGN KEY ("municipality","load_id") REFERENCES "public"."loads"("municipality","load_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "loads_by_file" ON "loads" USING btree ("municipality","file_hash");--> statement-breakpoint
CREATE INDEX "loads_by_creation" ON "loads" USING btree ("municipality","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_row_a_transfer" ON "address_information" USING btree ("municipality","inbox_id") WHERE inbox_id is not null;--> statement-breakpoint
CREATE INDEX "failures_by_chunk" ON "failures" USING btree ("municipality","chunk_id") WHERE chunk_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_person_an_awaiting_address_number" ON "persons" USING btree ("municipality","awaiting_key") WHERE awaiting_key is not null;--> statement-breakpoint
CREATE INDEX "persons_to_confirm" ON "persons" USING btree ("municipality","person_id") WHERE code_request_status = 'REQUESTING';--> statement-breakpoint
ALTER TABLE "address_information" ADD CONSTRAINT "load_and_line" CHECK (("address_information"."load_id" is null) = ("address_information"."load_line" is null));--> statement-breakpoint
ALTER TABLE "address_information" ADD CONSTRAINT "row_has_a_source" CHECK ("address_information"."inbox_id" is not null or "address_information"."load_line" is not null or "address_information"."staff_id" is not null);--> statement-breakpoint
ALTER TABLE "persons" ADD CONSTRAINT "in_chunk_has_a_chunk" CHECK (not "persons"."in_chunk" or "persons"."chunk_id" is not null);--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "bad_lines" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "chunk_timeline" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "load_chunks" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "loads" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "participant_pace" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));