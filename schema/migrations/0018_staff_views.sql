-- errors:read. A view of the error list is stored under the id that the audit log was told before.
GRANT INSERT (view_id) ON error_views TO fugo_clerk, fugo_supervisor, fugo_administrator;
