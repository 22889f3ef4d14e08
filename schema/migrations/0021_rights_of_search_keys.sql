GRANT SELECT (kana_name_key, birth_date_key, key_version) ON address_information TO fugo_clerk, fugo_supervisor;--> statement-breakpoint
GRANT INSERT (name_kana_key, kana_name_key, birth_date_key, key_version) ON address_information
  TO fugo_clerk, fugo_supervisor;--> statement-breakpoint
GRANT INSERT (name_kana_key, kana_name_key, birth_date_key, key_version) ON load_lines TO fugo_worker;--> statement-breakpoint
-- New columns stand at the end, so that the view keeps its rights.
CREATE OR REPLACE VIEW lines_of_loads WITH (security_barrier) AS
  SELECT municipality, load_id, line, person_id, personal_number, personal_number_index, number_system, address_number,
    transfer_id, content_hash, integrated_address_number, operated_at, name, name_kana, name_key, birth_date_text,
    birth_date, sex, address, address_key, contact, delivery, non_disclosure, data_type, confirmed_at, business_item1,
    business_item2, sender_staff_id, personal_number_index IS NOT NULL AS has_personal_number,
    name_kana_key, kana_name_key, birth_date_key, key_version
  FROM load_lines WHERE municipality = current_setting('fugo.municipality', true);
