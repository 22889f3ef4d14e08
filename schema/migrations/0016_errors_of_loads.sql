-- errors:read. By which load a transfer that waits for an identity check came: ids only.
GRANT SELECT (inbox_id, load_id) ON inbox TO fugo_administrator;
