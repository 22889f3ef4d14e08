CREATE TABLE "staff_sign_in_sources" (
	"source_index" "bytea" PRIMARY KEY NOT NULL,
	"attempts" integer NOT NULL,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"locked_until" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "staff_sign_in_sources" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "staff_second_factors" ADD COLUMN "used_step" integer;--> statement-breakpoint
CREATE POLICY "staff_sign_in_sources_open" ON "staff_sign_in_sources" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_sign_in_sources TO fugo_api;
