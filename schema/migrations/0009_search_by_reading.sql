ALTER TABLE "address_information" drop column "name_kana_key";--> statement-breakpoint
ALTER TABLE "address_information" ADD COLUMN "name_kana_key" text GENERATED ALWAYS AS (coalesce(translate(lower(normalize(name_kana, NFKC) collate "C"),
  'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖゝゞ‐‑‒–—―−- ・', 'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶヽヾーーーーーーーー'), name_key)) STORED;--> statement-breakpoint
CREATE INDEX "address_information_protected" ON "address_information" USING btree ("municipality","person_id") WHERE non_disclosure;--> statement-breakpoint
CREATE INDEX "address_information_by_kana" ON "address_information" USING btree ("municipality",name_kana_key collate "C","person_id","history_seq");
