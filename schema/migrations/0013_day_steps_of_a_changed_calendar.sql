-- A day that was to end, and by a changed calendar runs into the next one, loses the steps that nobody has begun.
GRANT DELETE ON day_steps TO fugo_worker;
