ALTER TABLE "answers" ADD COLUMN "index_version" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "inquiry_messages" ADD COLUMN "index_version" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "answers_by_index_version" ON "answers" USING btree ("index_version");--> statement-breakpoint
CREATE INDEX "inquiry_messages_by_index_version" ON "inquiry_messages" USING btree ("index_version");