-- What is stored beside a text for the search is made anew after an update of fugo; the text itself stays as it was written.
GRANT UPDATE (folded, grams, index_version) ON inquiry_messages TO fugo_worker;
