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
	"municipality" text NOT NULL,
	"staff_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staff_roles_municipality_staff_id_role_pk" PRIMARY KEY("municipality","staff_id","role"),
	CONSTRAINT "staff_role" CHECK ("staff_roles"."role" in ('clerk', 'supervisor', 'administrator', 'auditor'))
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
	"locked_until" timestamp (3) with time zone
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
ALTER TABLE "staff_accounts" ADD CONSTRAINT "staff_accounts_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_second_factors" ADD CONSTRAINT "staff_second_factors_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_sessions" ADD CONSTRAINT "staff_sessions_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "staff_accounts_of_staff" ON "staff_accounts" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "staff_accounts_by_subject" ON "staff_accounts" USING btree ("provider_id","account_id");--> statement-breakpoint
CREATE INDEX "staff_roles_of_staff" ON "staff_roles" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "staff_second_factors_of_staff" ON "staff_second_factors" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "staff_sessions_of_staff" ON "staff_sessions" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "staff_sessions_by_end" ON "staff_sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "staff_verifications_by_identifier" ON "staff_verifications" USING btree ("identifier");--> statement-breakpoint
CREATE POLICY "staff_open" ON "staff" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_accounts_open" ON "staff_accounts" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own_municipality_or_person" ON "staff_roles" AS PERMISSIVE FOR SELECT TO "fugo_api" USING (municipality = current_setting('fugo.municipality', true)
        or staff_id = current_setting('fugo.staff_id', true));--> statement-breakpoint
CREATE POLICY "own_municipality_added" ON "staff_roles" AS PERMISSIVE FOR INSERT TO "fugo_api" WITH CHECK (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "own_municipality_taken_away" ON "staff_roles" AS PERMISSIVE FOR DELETE TO "fugo_api" USING (municipality = current_setting('fugo.municipality', true));--> statement-breakpoint
CREATE POLICY "staff_second_factors_open" ON "staff_second_factors" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_sessions_open" ON "staff_sessions" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_sign_in_failures_open" ON "staff_sign_in_failures" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff_verifications_open" ON "staff_verifications" AS PERMISSIVE FOR ALL TO "fugo_api" USING (true) WITH CHECK (true);