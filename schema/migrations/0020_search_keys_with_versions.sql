DROP INDEX "address_information_by_unknown_birth_date";--> statement-breakpoint
ALTER TABLE "address_information" ALTER COLUMN "name_kana_key" DROP EXPRESSION;--> statement-breakpoint
ALTER TABLE "address_information" ADD COLUMN "kana_name_key" text;--> statement-breakpoint
ALTER TABLE "address_information" ADD COLUMN "birth_date_key" text;--> statement-breakpoint
ALTER TABLE "address_information" ADD COLUMN "key_version" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ADD COLUMN "name_kana_key" text;--> statement-breakpoint
ALTER TABLE "load_lines" ADD COLUMN "kana_name_key" text;--> statement-breakpoint
ALTER TABLE "load_lines" ADD COLUMN "birth_date_key" text;--> statement-breakpoint
ALTER TABLE "load_lines" ADD COLUMN "key_version" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "job_schedules" ADD COLUMN "began_at" timestamp (3) with time zone NOT NULL;--> statement-breakpoint
CREATE INDEX "address_information_by_kana_name" ON "address_information" USING btree ("municipality",kana_name_key collate "C","person_id","history_seq") WHERE kana_name_key is not null;--> statement-breakpoint
CREATE INDEX "address_information_by_known_parts" ON "address_information" USING btree ("municipality",coalesce(birth_date_key, birth_date_text)) WHERE birth_date is null;--> statement-breakpoint
CREATE INDEX "address_information_with_earlier_keys" ON "address_information" USING btree ("municipality","person_id","history_seq") WHERE key_version < 2;