DROP INDEX "notifications_to_send";--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "incident_key" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "told_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "flaps" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "refused_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "notifications_to_send" ON "notifications" USING btree ("next_attempt_at") WHERE sent_at is null and refused_at is null;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_incident_key_unique" UNIQUE("incident_key");