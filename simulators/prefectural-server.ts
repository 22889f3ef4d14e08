import type { Participant } from './base/program.ts';

/** 都道府県サーバー: no message of the seed passes it, but the communication server sends only while it is up. */
export const prefecturalServer: Participant = {
  tables: '',
  build: () => ({ counts: async () => ({}) }),
};
