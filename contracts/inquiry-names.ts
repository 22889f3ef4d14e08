/** The names that staff use for the codes of the call centre. The English ones are written as inside a sentence. */
import type {
  InquiryKind,
  InquiryPriority,
  InquiryRoad,
  InquiryStatus,
  MessageKind,
} from '../domain/inquiries/names.ts';
import type { Tier } from '../domain/organisations.ts';

interface Name {
  ja: string;
  en: string;
}

export const inquiryKindNames = {
  operation: { ja: '操作方法', en: 'how to operate' },
  fault: { ja: '障害の連絡', en: 'fault report' },
  other: { ja: 'その他', en: 'other' },
} as const satisfies Record<InquiryKind, Name>;

export const inquiryStatusNames = {
  open: { ja: '受付', en: 'received' },
  'in-progress': { ja: '対応中', en: 'in progress' },
  waiting: { ja: '返答待ち', en: 'waits for the asker' },
  answered: { ja: '回答済', en: 'answered' },
  closed: { ja: '完了', en: 'closed' },
  merged: { ja: '統合済', en: 'merged' },
} as const satisfies Record<InquiryStatus, Name>;

export const inquiryPriorityNames = {
  high: { ja: '高', en: 'high' },
  normal: { ja: '通常', en: 'normal' },
  low: { ja: '低', en: 'low' },
} as const satisfies Record<InquiryPriority, Name>;

export const inquiryRoadNames = {
  web: { ja: '画面', en: 'web' },
  mail: { ja: 'メール', en: 'mail' },
  command: { ja: 'コマンド', en: 'command' },
} as const satisfies Record<InquiryRoad, Name>;

export const messageKindNames = {
  question: { ja: '問い合わせ', en: 'question' },
  answer: { ja: '回答', en: 'answer' },
  note: { ja: '内部メモ', en: 'internal note' },
} as const satisfies Record<MessageKind, Name>;

export const tierNames = {
  nation: { ja: '全国', en: 'nation' },
  prefecture: { ja: '都道府県', en: 'prefectures' },
  municipality: { ja: '市区町村', en: 'municipalities' },
} as const satisfies Record<Tier, Name>;
