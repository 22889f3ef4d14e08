-- Where a municipality wants four eyes, nobody enters a row of table 33 alone, whatever program asks for it: then only
-- staff_enter_approved (0017) lets one in.
ALTER POLICY staff_enter_updates ON address_information
  WITH CHECK (own_municipality(municipality) AND own_name(staff_id) AND NOT EXISTS (
    SELECT FROM municipalities m WHERE m.municipality = address_information.municipality AND m.updates_need_approval));
