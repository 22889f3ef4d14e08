DROP INDEX "address_information_by_name";--> statement-breakpoint
ALTER TABLE "audit_log" ALTER COLUMN "seq" DROP IDENTITY;--> statement-breakpoint
ALTER TABLE "audit_log" ALTER COLUMN "seq" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "previous_hash" "bytea" DEFAULT ''::bytea NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "hash" "bytea" DEFAULT ''::bytea NOT NULL;--> statement-breakpoint
ALTER TABLE "address_information" ADD COLUMN "name_kana_key" text GENERATED ALWAYS AS (translate(lower(normalize(name_kana, NFKC) collate "C"),
  'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖゝゞ‐‑‒–—―−- ・', 'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶヽヾーーーーーーーー')) STORED;--> statement-breakpoint
CREATE INDEX "audit_log_by_time" ON "audit_log" USING btree ("municipality","at");--> statement-breakpoint
CREATE INDEX "audit_log_by_staff" ON "audit_log" USING btree ("municipality","staff_id","seq");--> statement-breakpoint
CREATE INDEX "audit_log_by_subject" ON "audit_log" USING btree ("municipality","subject","seq");--> statement-breakpoint
CREATE INDEX "address_information_by_kana" ON "address_information" USING btree ("municipality",name_kana_key collate "C","person_id","history_seq");--> statement-breakpoint
CREATE INDEX "address_information_by_address" ON "address_information" USING btree ("municipality",address_key collate "C","person_id","history_seq");--> statement-breakpoint
CREATE INDEX "address_information_by_birth_date" ON "address_information" USING btree ("municipality","birth_date");--> statement-breakpoint
CREATE INDEX "address_information_by_unknown_birth_date" ON "address_information" USING btree ("municipality","birth_date_text") WHERE birth_date is null;--> statement-breakpoint
CREATE INDEX "request_attempts_by_participant" ON "request_attempts" USING btree ("municipality","participant","created_at");--> statement-breakpoint
CREATE INDEX "address_information_by_name" ON "address_information" USING btree ("municipality",name_key collate "C","person_id","history_seq");--> statement-breakpoint
-- The chain of the audit log (storage/audit-chain). Made here, because then no writer can leave it out.
CREATE FUNCTION audit_field(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(octet_length(value) || ':' || value, '-')
$$;--> statement-breakpoint
CREATE FUNCTION audit_row_hash(entry audit_log) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(concat_ws(',',
    audit_field(encode(entry.previous_hash, 'hex')), audit_field(entry.municipality), audit_field(entry.seq::text),
    audit_field(((extract(epoch from entry.at) * 1000)::bigint)::text), audit_field(entry.client_id),
    audit_field(entry.staff_id), audit_field(entry.action), audit_field(entry.subject), audit_field(entry.outcome),
    audit_field(entry.reason)), 'UTF8'))
$$;--> statement-breakpoint
-- Whoever writes waits for the one before: it holds the lock until its row can be seen. The key of the table says no to
-- a second row after the same one.
CREATE FUNCTION chain_audit_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('fugo.audit_log ' || NEW.municipality, 0));
  SELECT seq, hash INTO before FROM audit_log
    WHERE municipality = NEW.municipality ORDER BY seq DESC LIMIT 1;
  NEW.seq := coalesce(before.seq, 0) + 1;
  NEW.previous_hash := coalesce(before.hash, decode(repeat('00', 32), 'hex'));
  NEW.hash := audit_row_hash(NEW);
  RETURN NEW;
END
$$;--> statement-breakpoint
-- The rows that are there become the beginning of the chain. Forced row-level security would hide them from the owner.
ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
DO $$
DECLARE
  entry audit_log;
  before_in text := '';
  before_hash bytea;
BEGIN
  FOR entry IN SELECT * FROM audit_log ORDER BY municipality, seq LOOP
    IF entry.municipality <> before_in THEN
      before_in := entry.municipality;
      before_hash := decode(repeat('00', 32), 'hex');
    END IF;
    entry.previous_hash := before_hash;
    before_hash := audit_row_hash(entry);
    UPDATE audit_log SET previous_hash = entry.previous_hash, hash = before_hash
      WHERE municipality = entry.municipality AND seq = entry.seq;
  END LOOP;
END
$$;--> statement-breakpoint
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TRIGGER audit_log_chain BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION chain_audit_row();--> statement-breakpoint
-- The programs have no right to this anyway; who owns the table must take the trigger away first, and that is seen.
CREATE FUNCTION refuse_change_of_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to';
END
$$;--> statement-breakpoint
CREATE TRIGGER audit_log_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_log();
