CREATE TABLE "job_schedules" (
	"organisation" text NOT NULL,
	"net" text NOT NULL,
	"server" text NOT NULL,
	"considered_at" timestamp (3) with time zone NOT NULL,
	"next_at" timestamp (3) with time zone,
	"written_from" text,
	CONSTRAINT "job_schedules_organisation_net_server_pk" PRIMARY KEY("organisation","net","server")
);
--> statement-breakpoint
ALTER TABLE "job_schedules" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "job_days" ADD COLUMN "staff_order" text;--> statement-breakpoint
ALTER TABLE "job_days" ADD COLUMN "order_reason" text;--> statement-breakpoint
ALTER TABLE "job_days" ADD COLUMN "ordered_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "job_days" ADD COLUMN "resumed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "job_runs" ADD COLUMN "message" text;--> statement-breakpoint
ALTER TABLE "job_days" ADD CONSTRAINT "job_day_order" CHECK ("job_days"."staff_order" in ('resume', 'abandon'));--> statement-breakpoint
CREATE POLICY "job_schedules_open" ON "job_schedules" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);