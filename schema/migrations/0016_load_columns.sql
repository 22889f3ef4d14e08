CREATE TABLE "load_columns" (
	"municipality" text NOT NULL,
	"names" jsonb NOT NULL,
	"client_id" text NOT NULL,
	"staff_id" text,
	"kept_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "load_columns_municipality_pk" PRIMARY KEY("municipality")
);
--> statement-breakpoint
ALTER TABLE "load_columns" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "load_columns" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));