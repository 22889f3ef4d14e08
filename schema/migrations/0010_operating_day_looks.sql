ALTER TABLE "day_steps" ADD COLUMN "waiting_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "day_steps" ADD COLUMN "awaits" text[];--> statement-breakpoint
ALTER TABLE "operating_days" ADD COLUMN "rehearsal" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "operating_days" ADD COLUMN "look_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "operating_days_to_look_at" ON "operating_days" USING btree ("look_at") WHERE look_at is not null;