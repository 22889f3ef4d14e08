CREATE TABLE "proposals" (
	"municipality" text NOT NULL,
	"proposal_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"failure_id" uuid,
	"person_id" uuid,
	"correction_id" uuid,
	"reason" text NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"decision" text,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	CONSTRAINT "proposals_municipality_proposal_id_pk" PRIMARY KEY("municipality","proposal_id"),
	CONSTRAINT "proposal_kind" CHECK ("proposals"."kind" in ('same-person', 'four-eyes-off')),
	CONSTRAINT "same_person_has_its_entry" CHECK (("proposals"."kind" = 'same-person') = ("proposals"."failure_id" is not null and "proposals"."person_id" is not null and "proposals"."correction_id" is not null)),
	CONSTRAINT "proposal_decision" CHECK ("proposals"."decision" in ('approved', 'rejected', 'withdrawn')),
	CONSTRAINT "proposal_decided_says_all" CHECK (("proposals"."decision" is null) = ("proposals"."decided_by" is null) and ("proposals"."decision" is null) = ("proposals"."decided_at" is null)),
	CONSTRAINT "proposal_decided_by_another" CHECK ("proposals"."decision" = 'withdrawn' or "proposals"."decided_by" <> "proposals"."proposed_by")
);
--> statement-breakpoint
ALTER TABLE "proposals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_proposal_of_its_kind" ON "proposals" USING btree ("municipality","kind",coalesce(failure_id::text, '')) WHERE decision is null;--> statement-breakpoint
CREATE INDEX "proposals_by_time" ON "proposals" USING btree ("municipality","proposed_at","proposal_id");--> statement-breakpoint
CREATE POLICY "own_municipality_only" ON "proposals" AS PERMISSIVE FOR ALL TO "fugo_api", "fugo_worker" USING (municipality = current_setting('fugo.municipality', true)) WITH CHECK (municipality = current_setting('fugo.municipality', true));