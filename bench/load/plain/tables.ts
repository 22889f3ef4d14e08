/** The script's own tables: one row a resident, and a column that says how far it is. */
export const plainTables = `
  create table resident (
    id uuid primary key,
    personal_number bytea,
    personal_number_index bytea unique,
    address_number text not null unique,
    integrated_number text unique,
    name text not null,
    name_kana text,
    birth_date text not null,
    sex text not null,
    address text not null,
    contact text,
    delivery text,
    data_type text not null,
    item1 text,
    item2 text,
    status text not null default 'READ',
    receipt text,
    serial text unique
  );
  create sequence integrated_number;
`;
