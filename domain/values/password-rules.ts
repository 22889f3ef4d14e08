/** The rules that a new password can break, in sentences that say what to do. */
export const passwordRules = {
  PASSWORD_SHORT: {
    ja: '12文字以上にしてください。',
    en: 'Please use at least 12 characters.',
  },
  PASSWORD_KNOWN: {
    ja: 'よく使われているパスワードや単語に似ていて、推測されやすいものです。関係のない単語を4つほど並べると、覚えやすく強くなります。',
    en: 'It is like well-known passwords or words, and easy to guess. Four or so words that have nothing to do with each other are strong, and easy to remember.',
  },
  PASSWORD_PATTERN: {
    ja: '同じ文字の繰り返し、キーの並び、日付などでできていて、推測されやすいものです。関係のない単語を4つほど並べると、覚えやすく強くなります。',
    en: 'It is made of repetitions, rows of keys or dates, and easy to guess. Four or so words that have nothing to do with each other are strong, and easy to remember.',
  },
  PASSWORD_OF_PERSON: {
    ja: '名前、メールアドレス、団体の名前からできていて、推測されやすいものです。関係のない単語を4つほど並べると、覚えやすく強くなります。',
    en: 'It is made of your name, your e-mail address or the name of the organisation, and easy to guess. Four or so words that have nothing to do with each other are strong, and easy to remember.',
  },
} as const;
export type PasswordRule = keyof typeof passwordRules;
