CREATE TABLE "key_checks" (
	"key_id" text PRIMARY KEY NOT NULL,
	"data" "bytea" NOT NULL,
	"payload" "bytea" NOT NULL,
	"index" "bytea" NOT NULL,
	"is_first" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "key_checks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "one_first_key" ON "key_checks" USING btree ("is_first") WHERE is_first;--> statement-breakpoint
CREATE POLICY "key_checks_open" ON "key_checks" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
-- Remembered once and never changed: whoever could change it could let another ring in.
GRANT SELECT, INSERT ON key_checks TO fugo_api, fugo_worker;
