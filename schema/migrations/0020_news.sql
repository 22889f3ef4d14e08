CREATE TABLE "news" (
	"news_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "news_news_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"staff_id" text NOT NULL,
	"kind" text NOT NULL,
	"organisation" text NOT NULL,
	"subject" text NOT NULL,
	"figures" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"mail_at" timestamp (3) with time zone,
	"mail" text,
	"seen_at" timestamp (3) with time zone,
	"over_at" timestamp (3) with time zone,
	CONSTRAINT "one_news_a_subject" UNIQUE("staff_id","kind","organisation","subject"),
	CONSTRAINT "news_kind" CHECK ("news"."kind" in ('assigned', 'approval', 'load-stopped', 'overdue', 'summary')),
	CONSTRAINT "summary_has_figures" CHECK (("news"."kind" = 'summary') = ("news"."figures" is not null))
);
--> statement-breakpoint
ALTER TABLE "news" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "news_choices" (
	"staff_id" text PRIMARY KEY NOT NULL,
	"mail_kinds" text[] NOT NULL,
	"browser_kinds" text[] NOT NULL,
	"digest_minutes" integer NOT NULL,
	"summary_at" text NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "news_mail_kinds" CHECK ("news_choices"."mail_kinds" <@ array['assigned', 'approval', 'load-stopped', 'overdue', 'summary']),
	CONSTRAINT "news_browser_kinds" CHECK ("news_choices"."browser_kinds" <@ array['assigned', 'approval', 'load-stopped', 'overdue', 'summary']),
	CONSTRAINT "news_digest_minutes" CHECK ("news_choices"."digest_minutes" in (5, 15, 30, 60)),
	CONSTRAINT "news_summary_at" CHECK ("news_choices"."summary_at" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$')
);
--> statement-breakpoint
ALTER TABLE "news_choices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "news_mails" (
	"message_id" text PRIMARY KEY NOT NULL,
	"staff_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"refused_at" timestamp (3) with time zone,
	"dropped_at" timestamp (3) with time zone,
	"error" text
);
--> statement-breakpoint
ALTER TABLE "news_mails" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_searches" (
	"organisation" text NOT NULL,
	"search_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"staff_id" text NOT NULL,
	"name" text NOT NULL,
	"filter" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_searches_organisation_search_id_pk" PRIMARY KEY("organisation","search_id"),
	CONSTRAINT "one_audit_search_a_name" UNIQUE("organisation","staff_id","name")
);
--> statement-breakpoint
ALTER TABLE "audit_searches" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "news" ADD CONSTRAINT "news_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "news" ADD CONSTRAINT "news_mail_news_mails_message_id_fk" FOREIGN KEY ("mail") REFERENCES "public"."news_mails"("message_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "news_choices" ADD CONSTRAINT "news_choices_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "news_mails" ADD CONSTRAINT "news_mails_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_searches" ADD CONSTRAINT "audit_searches_staff_id_staff_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("staff_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "news_of_staff" ON "news" USING btree ("staff_id","news_id");--> statement-breakpoint
CREATE INDEX "news_to_mail" ON "news" USING btree ("mail_at") WHERE mail_at is not null and mail is null and over_at is null;--> statement-breakpoint
CREATE INDEX "news_going_on" ON "news" USING btree ("organisation") WHERE over_at is null;--> statement-breakpoint
CREATE INDEX "news_of_mail" ON "news" USING btree ("mail") WHERE mail is not null;--> statement-breakpoint
CREATE INDEX "news_by_creation" ON "news" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "news_mails_to_send" ON "news_mails" USING btree ("next_attempt_at") WHERE sent_at is null and refused_at is null and dropped_at is null;--> statement-breakpoint
CREATE INDEX "news_mails_by_creation" ON "news_mails" USING btree ("created_at");--> statement-breakpoint
CREATE POLICY "news_open" ON "news" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "news_choices_open" ON "news_choices" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "news_mails_open" ON "news_mails" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own_organisation_only" ON "audit_searches" AS PERMISSIVE FOR ALL TO "fugo_api" USING (organisation = current_setting('fugo.organisation', true)) WITH CHECK (organisation = current_setting('fugo.organisation', true));