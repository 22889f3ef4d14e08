-- residents:view, residents:update. A transfer that waits for an identity check is in no other table, and the person who
-- is nothing but such transfers is known by it alone. It has no personal number in it.
GRANT SELECT (payload) ON inbox TO fugo_clerk, fugo_supervisor;
