CREATE TABLE "inquiry_mails" (
	"message_id" text PRIMARY KEY NOT NULL,
	"inquiry" bigint NOT NULL,
	"organisation" text NOT NULL,
	"occasion" text NOT NULL,
	"seq" integer,
	"recipient" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"refused_at" timestamp (3) with time zone,
	"error" text,
	CONSTRAINT "inquiry_mail_occasion" CHECK ("inquiry_mails"."occasion" in ('received', 'answered', 'merged', 'overdue'))
);
--> statement-breakpoint
ALTER TABLE "inquiry_mails" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "answers_grams";--> statement-breakpoint
DROP INDEX "inquiry_messages_grams";--> statement-breakpoint
ALTER TABLE "delivery_targets" ADD COLUMN "receipt_no" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rollouts" ADD COLUMN "wave_since" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "answers" ADD COLUMN "folded" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "inquiries" ADD COLUMN "answer_minutes" integer;--> statement-breakpoint
ALTER TABLE "inquiries" ADD COLUMN "escalated_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "inquiries" ADD COLUMN "late" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "inquiries" ADD COLUMN "last_seq" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "inquiry_attachments" ADD COLUMN "bytes" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "inquiry_messages" ADD COLUMN "request_key" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "inquiry_messages" ADD COLUMN "folded" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "inquiry_mails" ADD CONSTRAINT "inquiry_mails_inquiry_inquiries_inquiry_fk" FOREIGN KEY ("inquiry") REFERENCES "public"."inquiries"("inquiry") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "inquiry_mails_to_send" ON "inquiry_mails" USING btree ("next_attempt_at") WHERE sent_at is null and refused_at is null;--> statement-breakpoint
CREATE INDEX "inquiry_mails_of_inquiry" ON "inquiry_mails" USING btree ("inquiry");--> statement-breakpoint
CREATE INDEX "inquiries_to_look_at" ON "inquiries" USING btree ("look_at") WHERE look_at is not null;--> statement-breakpoint
CREATE INDEX "inquiries_by_time" ON "inquiries" USING btree ("asked_at");--> statement-breakpoint
CREATE INDEX "inquiry_attachments_of_inquiry" ON "inquiry_attachments" USING btree ("inquiry","seq");--> statement-breakpoint
CREATE INDEX "answers_grams" ON "answers" USING gin ("grams") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "inquiry_messages_grams" ON "inquiry_messages" USING gin ("grams") WITH (fastupdate=false);--> statement-breakpoint
ALTER TABLE "inquiry_attachments" ADD CONSTRAINT "inquiry_attachment_once" UNIQUE("inquiry","seq","sha256","name");--> statement-breakpoint
ALTER TABLE "inquiry_messages" ADD CONSTRAINT "inquiry_messages_request_key_unique" UNIQUE("request_key");--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiry_merged_into_earlier" CHECK ("inquiries"."merged_into" < "inquiries"."inquiry");--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiry_merged" CHECK (("inquiries"."status" = 'merged') = ("inquiries"."merged_into" is not null));--> statement-breakpoint
CREATE POLICY "inquiry_mails_open" ON "inquiry_mails" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_monitor", "fugo_worker" USING (true) WITH CHECK (true);