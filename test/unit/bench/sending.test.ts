import { expect, test } from 'vitest';
import { createTransfers } from '../../../bench/common/people.ts';
import { answerTimesOf, sendAtRate } from '../../../bench/common/sending.ts';

const newTransfer = createTransfers(1);

test('a transfer is sent when it is due, whether or not those before it were answered', async () => {
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  let sent = 0;
  const all = sendAtRate(
    async () => {
      sent += 1;
      if (sent === 3) answer();
      await answered;
      return 'numbered';
    },
    Array.from({ length: 3 }, newTransfer),
    { perSecond: 200 },
  );
  expect(await all).toHaveLength(3);
});

test('when the signal comes nothing more is sent, and what was sent is waited for', async () => {
  const ending = new AbortController();
  const send = async (): Promise<'pending'> => {
    ending.abort();
    return Promise.resolve('pending');
  };
  const sent = await sendAtRate(send, Array.from({ length: 5 }, newTransfer), {
    perSecond: 100,
    signal: ending.signal,
  });
  expect(answerTimesOf(sent)).toMatchObject({ count: 1, pending: 1 });
});
