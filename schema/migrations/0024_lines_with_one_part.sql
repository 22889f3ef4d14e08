ALTER TABLE "load_lines" ALTER COLUMN "name" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "name_key" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "birth_date_text" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "sex" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "address" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "address_key" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "data_type" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "load_lines" ALTER COLUMN "confirmed_at" DROP NOT NULL;