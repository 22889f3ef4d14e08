/** Words of the search of residents. */
export const residentSearchMessages = {
  'residents.title': { ja: '住民の検索', en: 'Search residents' },
  'residents.intro': {
    ja: '入力した条件すべてに当てはまる住民を探します。検索は監査ログに残ります。',
    en: 'Finds residents of whom all that you enter is true. Each search is kept in the audit log.',
  },
  'residents.criteria': { ja: '検索条件', en: 'Look for' },
  'residents.name.hint': {
    ja: 'カナでも検索できます。字体や空白の違いは無視します',
    en: 'Or its reading in kana. Variants and blanks do not matter',
  },
  'residents.nameMatch': { ja: '氏名の一致', en: 'Match of the name' },
  'residents.nameMatch.hint': { ja: '氏名とカナの探し方', en: 'How it is compared' },
  'residents.match.start': { ja: '先頭が一致', en: 'begins with it' },
  'residents.match.part': { ja: '一部が一致', en: 'contains it' },
  'residents.address.hint': { ja: '一部でも可。2丁目1番地2号は 2-1-2 でも', en: 'Or a part of it, such as 2-1-2' },
  'residents.number.hint': { ja: '数字15桁まで', en: 'Up to 15 digits' },
  'residents.anySystem': { ja: 'すべて', en: 'Any' },
  'residents.includeHistory': { ja: '以前の氏名や住所も探す', en: 'Former names and addresses too' },
  'residents.search': { ja: '検索', en: 'Search' },
  'residents.clear': { ja: '条件を消す', en: 'Clear' },
  'residents.nothing': { ja: '条件を1つ以上入力してください。', en: 'Please enter something to look for.' },
  'residents.addressNumber.missing': {
    ja: '番号体系を選んだときは、宛名番号を入力してください。',
    en: 'With a number system, please enter an address number.',
  },
  'residents.found': { ja: '検索結果', en: 'Residents found' },
  'residents.total': { ja: '検索結果 {count}件', en: '{count} found' },
  'residents.total.more': { ja: '検索結果 {count}件以上', en: 'More than {count} found' },
  'residents.unsorted': {
    ja: '件数が多いため並べ替えていません。生年月日や住所を加えると絞り込めます。',
    en: 'Too many to be sorted: a birth date or an address would narrow it down.',
  },
  'residents.change': { ja: '条件を変える', en: 'Change' },
  'residents.shown': { ja: '{count}件を表示しています', en: '{count} shown' },
  'residents.shownMore': { ja: '{count}件を表示しています', en: '{count} shown so far' },
  'residents.none': { ja: '該当する住民はいません。', en: 'No resident fits.' },
  'residents.none.part': {
    ja: '氏名は先頭から一致するものだけを探しました。名だけで探すときは「一部が一致」を使います。',
    en: 'Only names that begin with what you entered were looked for. For a given name alone, use “contains it”.',
  },
  'residents.none.part.do': { ja: '「一部が一致」で探し直す', en: 'Search again for names that contain it' },
  'residents.none.history': {
    ja: '改姓や転居の前の情報は、「以前の氏名や住所も探す」を選ぶと探せます。',
    en: 'What was true before a marriage or a move is found with “Former names and addresses too”.',
  },
  'residents.none.history.do': { ja: '以前の氏名や住所も含めて探し直す', en: 'Search again with former ones' },
  'residents.none.zeros': {
    ja: '番号は、先頭の0も含めてすべての桁を入力してください。',
    en: 'A number is needed with all its digits, the zeros at its beginning too.',
  },
  'residents.none.fewer': {
    ja: '条件のすべてに当てはまる住民を探しています。確かでない条件を消してみてください。',
    en: 'All that you enter must be true. Try without what you are not sure of.',
  },
  'residents.personalNumberHere': {
    ja: '個人番号は、この欄では探せません。「個人番号で検索」を使ってください(権限が必要です)。',
    en: 'A personal number is not looked for here. Use “Search by personal number”, which needs a right.',
  },
  'residents.former': { ja: '以前の情報', en: 'Former' },
  'residents.byPersonalNumber': { ja: '個人番号で検索', en: 'Search by personal number' },
  'residents.byPersonalNumber.text': {
    ja: '理由が必要です。番号は検索の後に画面から消え、どこにも保存されません。',
    en: 'Needs a reason. The number is cleared after the search and kept nowhere.',
  },
  'residents.reason.hint': {
    ja: '5文字以上。監査ログに残ります。個人情報は書かないでください。',
    en: 'Five characters or more. Kept in the audit log. Please write no personal data.',
  },
  'residents.reason.short': {
    ja: '理由を5文字以上で入力してください。',
    en: 'Please say why in at least five characters.',
  },
} as const;
