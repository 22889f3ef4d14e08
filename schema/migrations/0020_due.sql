CREATE TABLE "notice_pauses" (
	"municipality" text NOT NULL,
	"number_system" text NOT NULL,
	"failures" integer NOT NULL,
	"next_send_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notice_pauses_municipality_number_system_pk" PRIMARY KEY("municipality","number_system")
);
--> statement-breakpoint
ALTER TABLE "notice_pauses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "load_chunks" ALTER COLUMN "load_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "persons" ADD COLUMN "due_at" timestamp (3) with time zone DEFAULT now();--> statement-breakpoint
ALTER TABLE "persons" ADD COLUMN "nudges" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "persons" ADD COLUMN "replaced_runs" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Whoever is here already is nudged once: the default fills the rows that are there, and new ones say it themselves.
ALTER TABLE "load_chunks" ADD COLUMN "due_at" timestamp (3) with time zone DEFAULT now();--> statement-breakpoint
ALTER TABLE "load_chunks" ALTER COLUMN "due_at" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "load_chunks" ADD COLUMN "nudges" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "load_chunks" ADD COLUMN "replaced_runs" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "persons_due" ON "persons" USING btree ("municipality","due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "load_chunks_due" ON "load_chunks" USING btree ("municipality","due_at") WHERE due_at is not null;--> statement-breakpoint
ALTER TABLE "persons" ADD CONSTRAINT "driven_is_due" CHECK ("persons"."stage" not in ('NUMBERED', 'SERIAL_REQUESTED', 'FILE_REQUESTED', 'FILE_RECEIVED', 'WAITING_FOR_HOURS') or "persons"."in_chunk" or "persons"."due_at" is not null);--> statement-breakpoint
ALTER TABLE "load_chunks" ADD CONSTRAINT "gathered_has_no_load" CHECK (("load_chunks"."chunk_no" = 0) = ("load_chunks"."load_id" is null));--> statement-breakpoint
ALTER TABLE "load_chunks" ADD CONSTRAINT "chunk_driven_is_due" CHECK ("load_chunks"."chunk_no" > 0 or "load_chunks"."ended_at" is not null or "load_chunks"."due_at" is not null);--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "notice_pauses" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
-- What was to be told to a workflow is told by a nudge now, which says nothing: the row does.
DROP INDEX "persons_to_tell";--> statement-breakpoint
ALTER TABLE "persons" DROP COLUMN "pending_word";--> statement-breakpoint
-- Each backbone has an order of its own.
DROP INDEX "outbox_due";--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("municipality","number_system","next_send_at") WHERE delivered_at is null;
