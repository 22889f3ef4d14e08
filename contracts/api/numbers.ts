/**
 * Numbers that callers name. The rules are those of domain/values, which take full-width digits and blanks around them as
 * well; the description says the plain form, and what it cannot say stands with each route's 422.
 */
import { personalNumberPattern } from '../transfer.ts';
import { anyText } from './text.ts';

export const MunicipalityCode = anyText(40).meta({
  description: '全国地方公共団体コード: 6 digits, the last the check digit (JIS X 0402).',
  pattern: '^[0-9]{6}$',
  example: '131016',
});

export const NumberSystem = anyText(10).meta({ description: '番号体系.', pattern: '^[0-9]{2}$', example: '01' });

export const AddressNumber = anyText(40).meta({
  description: '宛名番号, in the spelling of the backbone: 0123 is another number than 123.',
  pattern: '^[0-9]{1,15}$',
  example: '000000000000123',
});

export const IntegratedAddressNumber = anyText(40).meta({
  description: '団体内統合宛名番号: not zeros only. An imported one need not have the check digit.',
  maxLength: 15,
  pattern: '^0{0,14}[1-9][0-9]{0,14}$',
  example: '000000000000019',
});

export const PersonalNumber = anyText(20).meta({
  description: '個人番号: 12 digits, the last the check digit (domain §5.1), also in fours as printed; not zeros only.',
  pattern: personalNumberPattern,
});
/** What no shape says of it. */
export const personalNumberRules = ['CHECK_DIGIT'] as const;
