/** Shapes of the API's errors: RFC 9457 problem documents with the texts of domain/failures. */
import { z } from 'zod';

const Message = z.object({ ja: z.string(), en: z.string() });

export const FieldError = z
  .object({
    field: z.string().meta({ description: 'The field of the body, the query or the path. Empty: the whole.' }),
    rule: z.string().meta({ description: 'The rule that it breaks.', example: 'CHECK_DIGIT' }),
    message: Message,
  })
  .meta({ id: 'FieldError' });
export type FieldError = z.infer<typeof FieldError>;

export const Problem = z
  .object({
    type: z.string().meta({ example: 'urn:fugo:problem:INVALID_INPUT' }),
    title: z.string().meta({ description: 'By Accept-Language; Japanese if nothing is said.' }),
    status: z.number().int(),
    detail: z.string().optional(),
    code: z.string().meta({ description: 'A code of the failure catalogue.' }),
    errorId: z.uuid().meta({ description: 'Names this answer in the log.' }),
    loadId: z.uuid().optional().meta({ description: 'With LOADED_BEFORE: the load that had this content.' }),
    present: z
      .object({ version: z.int(), hash: z.string() })
      .optional()
      .meta({ description: 'With JOB_DEFINITION_MOVED: the definition that counts by now.' }),
    errors: z
      .array(FieldError)
      .optional()
      .meta({ description: 'With status 422: every field that breaks a rule; of very many the first 100.' }),
  })
  .meta({
    id: 'Problem',
    description: 'RFC 9457. Never contains a value that was sent.',
    example: {
      type: 'urn:fugo:problem:INVALID_INPUT',
      title: '入力に誤りがあります。',
      status: 422,
      code: 'INVALID_INPUT',
      errorId: '0b2f6d0c-6a3e-4c0b-9b53-6f6f6a7f8f10',
      errors: [
        {
          field: 'personalNumber',
          rule: 'CHECK_DIGIT',
          message: { ja: '検査用数字が合いません。', en: 'The check digit does not agree.' },
        },
      ],
    },
  });
export type Problem = z.infer<typeof Problem>;
