-- Whoever answers with an answer says so at the first question, too, by whose words it is found from then on.
GRANT UPDATE (answered_with) ON inquiry_messages TO fugo_api, fugo_worker;--> statement-breakpoint
-- What was answered until now.
WITH RECURSIVE family AS (
  SELECT inquiry, inquiry AS member FROM inquiries
  UNION ALL SELECT f.inquiry, i.inquiry FROM family f JOIN inquiries i ON i.merged_into = f.member
), latest AS (
  SELECT f.member, w.answer, row_number() OVER (PARTITION BY w.answer ORDER BY f.member DESC) AS place
  FROM family f JOIN inquiry_answers w ON w.inquiry = f.inquiry WHERE w.solved IS DISTINCT FROM false
  GROUP BY f.member, w.answer
), learned AS (
  SELECT member, array_agg(answer ORDER BY answer) AS answers FROM latest WHERE place <= 20 GROUP BY member
)
UPDATE inquiry_messages m SET answered_with = l.answers FROM learned l WHERE m.inquiry = l.member AND m.seq = 1;
