import { expect, test } from 'vitest';
import { findInquiryNumber, ownWords, plainSubject } from '../../../domain/inquiries/mail.ts';

test('a reply names its inquiry in the subject, whatever the mail program made of it', () => {
  for (const subject of ['Re: [fugo #17] 質問', 'RE:[Fugo #17]質問', '返信：［ｆｕｇｏ　＃１７］ 質問']) {
    expect(findInquiryNumber(subject)).toBe(17);
    expect(plainSubject(subject)).toContain('質問');
  }
  expect(plainSubject('Re: Fwd: [fugo #17] 質問')).toBe('質問');
  expect(findInquiryNumber('#17 の件')).toBeUndefined();
});

test('of a reply its own words are kept, not what it quotes', () => {
  expect(
    ownWords(
      '解決しました。\r\n\r\n2026年4月1日 10:00 fugo <fugo@mihon.example> さんは書きました:\r\n> 再実行を押します。',
    ),
  ).toBe('解決しました。');
  expect(ownWords('次の点です。\n> 引用\nここに答えます。')).toContain('ここに答えます。');
  expect(ownWords('> 引用だけ')).toBe('> 引用だけ');
});
