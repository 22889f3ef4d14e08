import type { Language } from '../config/language.ts';

/** A sentence for each error of the system that a person can mend: what is concerned, and what to do. */
export const systemMessages = {
  systemMissing: {
    ja: '{path} がありません。パスを確かめてください({code})。',
    en: '{path} does not exist. Please check the path ({code}).',
  },
  systemForbidden: {
    ja: '{path} を読み書きする権限がありません。権限を与えるか、権限のある利用者で実行してください({code})。',
    en: '{path} may not be read or written by this user. Please grant it, or run this as a user who may ({code}).',
  },
  systemReadOnly: {
    ja: '{path} は読み取り専用のディスクにあります。書き込めるようにするか、FUGO_HOME で別の場所を指定してください({code})。',
    en: '{path} is on a read-only disk. Please make it writable, or name another place by FUGO_HOME ({code}).',
  },
  systemFull: {
    ja: '{path} のディスクがいっぱいです。空きを作ってから、もう一度実行してください({code})。',
    en: 'The disk of {path} is full. Please make room and run this again ({code}).',
  },
  systemTooLarge: {
    ja: '{path} が大きすぎます。ディスクまたは利用者の上限(ulimit -f)を確かめてください({code})。',
    en: '{path} becomes too large. Please check the limit of the disk or of the user (ulimit -f) ({code}).',
  },
  systemIsFolder: {
    ja: '{path} はフォルダーです。ファイルを指定してください({code})。',
    en: '{path} is a folder. Please name a file ({code}).',
  },
  systemNotFolder: {
    ja: '{path} の途中にフォルダーでないものがあります。パスを確かめてください({code})。',
    en: 'A part of {path} is not a folder. Please check the path ({code}).',
  },
  systemInTheWay: {
    ja: '{path} がすでにあります。別の名前にするか、動かしてください({code})。',
    en: '{path} is there already. Please take another name, or move it away ({code}).',
  },
  systemOtherDisk: {
    ja: '{path} を別のディスクへ移せません。同じディスクの場所を指定してください({code})。',
    en: '{path} cannot be moved to another disk. Please name a place on the same one ({code}).',
  },
  systemLoop: {
    ja: '{path} のシンボリックリンクが輪になっています。リンクを直してください({code})。',
    en: 'The symbolic links of {path} go in a circle. Please mend them ({code}).',
  },
  systemLongName: {
    ja: '{path} は名前が長すぎます。短い名前にしてください({code})。',
    en: 'The name of {path} is too long. Please take a shorter one ({code}).',
  },
  systemBusy: {
    ja: '{path} をほかのプログラムが使用中です。終わるのを待って、もう一度実行してください({code})。',
    en: '{path} is in use by another program. Please wait for it and run this again ({code}).',
  },
  systemDamaged: {
    ja: '{path} のディスクを読み書きできません。ディスクを点検してください({code})。',
    en: 'The disk of {path} cannot be read or written. Please have it checked ({code}).',
  },
  systemFilesOwn: {
    ja: '開けるファイルの数の上限に達しました({path})。上限を上げて(ulimit -n)、もう一度実行してください({code})。',
    en: 'The limit of open files is reached ({path}). Please raise it (ulimit -n) and run this again ({code}).',
  },
  systemFilesAll: {
    ja: 'この機械全体で開けるファイルの数の上限に達しました({path})。ほかのプログラムを減らすか、上限(fs.file-max)を上げてください({code})。',
    en: 'The limit of open files of the whole machine is reached ({path}). Please end programs or raise it (fs.file-max) ({code}).',
  },
  systemMemory: {
    ja: 'メモリーが足りません({path})。ほかのプログラムを減らして、もう一度実行してください({code})。',
    en: 'There is not enough memory ({path}). Please end other programs and run this again ({code}).',
  },
  systemProcesses: {
    ja: 'これ以上プロセスを作れません({path})。ほかのプログラムを減らすか、上限(ulimit -u)を上げてください({code})。',
    en: 'No more processes can be made ({path}). Please end other programs or raise the limit (ulimit -u) ({code}).',
  },
  systemNoProgram: {
    ja: 'プログラム {path} が見つかりません。入れるか、PATHに加えてください({code})。',
    en: 'The program {path} was not found. Please install it or add it to the PATH ({code}).',
  },
  systemPortForbidden: {
    ja: 'ポート{port}で待ち受ける権限がありません。1024以上のポートにしてください({code})。',
    en: 'This user may not listen on port {port}. Please take one from 1024 up ({code}).',
  },
  systemPortTaken: {
    ja: '{place} は使用中です{by}。そのプログラムを止めるか、別のポートを指定してください({code})。',
    en: '{place} is in use {by}. Please stop that program, or name another port ({code}).',
  },
  systemNoAddress: {
    ja: '{place} はこの機械のアドレスではありません。FUGO_HOST を確かめてください({code})。',
    en: '{place} is no address of this machine. Please check FUGO_HOST ({code}).',
  },
  systemRefused: {
    ja: '{place} では何も待ち受けていません。相手を起動するか、アドレスを確かめてください({code})。',
    en: 'Nothing listens at {place}. Please start it, or check the address ({code}).',
  },
  systemReset: {
    ja: '{place} との接続が途中で切れました。相手の状態を確かめて、もう一度実行してください({code})。',
    en: 'The connection to {place} broke off. Please see how it is there and run this again ({code}).',
  },
  systemNoAnswer: {
    ja: '{place} から応答がありません。アドレスとネットワークを確かめてください({code})。',
    en: '{place} does not answer. Please check the address and the network ({code}).',
  },
  systemNoName: {
    ja: '{place} という名前のホストが見つかりません。名前とDNSを確かめてください({code})。',
    en: 'There is no host of the name {place}. Please check the name and the DNS ({code}).',
  },
} as const satisfies Record<string, Record<Language, string>>;
