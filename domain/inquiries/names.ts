/** コールセンターの用語. */

/** 操作方法の問い合わせ、障害の申告、その他. */
export const inquiryKinds = ['operation', 'fault', 'other'] as const;
export type InquiryKind = (typeof inquiryKinds)[number];

/** 受付、対応中、回答待ち(問い合わせ元の返答待ち)、回答済、完了、統合済. */
export const inquiryStatuses = ['open', 'in-progress', 'waiting', 'answered', 'closed', 'merged'] as const;
export type InquiryStatus = (typeof inquiryStatuses)[number];

export const inquiryPriorities = ['high', 'normal', 'low'] as const;
export type InquiryPriority = (typeof inquiryPriorities)[number];

/** 画面、メール、コマンド: by which road it came. */
export const inquiryRoads = ['web', 'mail', 'command'] as const;
export type InquiryRoad = (typeof inquiryRoads)[number];

/** 問い合わせ、回答、内部メモ(問い合わせ元には見えない). */
export const messageKinds = ['question', 'answer', 'note'] as const;
export type MessageKind = (typeof messageKinds)[number];

/** What an attachment may be, as its first bytes show. Archives and office files are none: nobody could look into them. */
export const attachmentTypes = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'text/plain',
] as const;
export type AttachmentType = (typeof attachmentTypes)[number];

/** What a mail tells: that the inquiry was received, an answer, that it is merged; that it is overdue. */
export const mailOccasions = ['received', 'answered', 'merged', 'overdue'] as const;
export type MailOccasion = (typeof mailOccasions)[number];
