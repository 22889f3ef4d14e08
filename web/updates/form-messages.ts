/** Words of the form in which staff update the address information. */
export const addressUpdateMessages = {
  'addressUpdate.open': { ja: '更新する', en: 'Update' },
  'addressUpdate.title': { ja: '宛名情報の更新 {number}', en: 'Update the address information of {number}' },
  'addressUpdate.form': { ja: '変更後の宛名情報', en: 'The address information as it shall be' },
  'addressUpdate.back': { ja: '住民の詳細に戻る', en: 'Back to the resident' },
  'addressUpdate.text': {
    ja: '更新すると新しい履歴として登録され、紐付くすべての基幹システムに通知されます。支援措置は基幹システムで設定してください。',
    en: 'The change becomes a new entry of the history, and every linked backbone is told. Protection is set in a backbone.',
  },
  'addressUpdate.proposeText': {
    ja: 'この地方公共団体では、ほかの職員が承認すると更新が反映され、紐付くすべての基幹システムに通知されます。支援措置は基幹システムで設定してください。',
    en: 'Here a change takes effect when somebody else approves it; then every linked backbone is told. Protection is set in a backbone.',
  },
  'addressUpdate.propose': { ja: '承認を申請する', en: 'Propose' },
  'addressUpdate.proposed': {
    ja: '申請しました。ほかの職員が承認すると反映されます。',
    en: 'Proposed. It takes effect when somebody else approves it.',
  },
  'addressUpdate.waiting': {
    ja: '承認待ちの更新があるため、新しい申請はできません。',
    en: 'Another update is waiting for approval, so no new one can be proposed.',
  },
  'addressUpdate.outdates': {
    ja: '承認待ちの更新があります。ここで更新すると、その申請は承認できなくなります。',
    en: 'An update is waiting for approval. When you change this now, it can no longer be approved.',
  },
  'addressUpdate.sex.hint': { ja: '届出のとおり', en: 'As declared' },
  'addressUpdate.missing': { ja: '入力してください。', en: 'Please enter it.' },
  'addressUpdate.nothing': { ja: '変更した項目がありません。', en: 'Nothing was changed.' },
  'addressUpdate.submit': { ja: '更新する', en: 'Update' },
  'addressUpdate.reload': { ja: '最新の内容を読み込む', en: 'Show what is current' },
  'addressUpdate.reload.text': {
    ja: '読み込んでも、入力した内容は残ります。変更前の内容と比べてから、もう一度送信してください。',
    en: 'What you entered stays. Compare it with what stands there by now, then send it again.',
  },
  'addressUpdate.done': {
    ja: '更新しました。{count}件の基幹システムに通知します。',
    en: 'Updated. {count} backbones are being told.',
  },
} as const;
