/** The look of the counter: colours, focus and type of the Digital Agency's design system, as in the staff web. */
export const styles = `
:root {
  --ink: #1a1a1a; --soft: #4d4d4d; --line: #949494; --faint: #e6e6e6; --paper: #fff; --ground: #f2f2f2;
  --key: #00118f; --key-hover: #000060; --good: #197a4b; --good-ground: #e6f5ec; --bad: #ce0000; --bad-ground: #fdeeee;
  --wait: #8b3200; --wait-ground: #ffeee2; --ring: #ffd43d; --outline: #000;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #f2f2f2; --soft: #cccccc; --line: #949494; --faint: #4d4d4d; --paper: #1a1a1a; --ground: #262626;
    --key: #9db7f9; --key-hover: #c5d7fb; --good: #71c598; --good-ground: #0b2b1a; --bad: #ff9696; --bad-ground: #400;
    --wait: #ffb289; --wait-ground: #3d1800; --outline: #ffd43d;
  }
}
* { box-sizing: border-box; }
html { color: var(--ink); background: var(--ground); color-scheme: light dark; line-height: 1.7; letter-spacing: .02em;
  font-family: 'Noto Sans JP', 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic UI', Meiryo, sans-serif; }
body { margin: 0; }
:focus-visible { outline: 4px solid var(--outline); outline-offset: 2px; box-shadow: 0 0 0 2px var(--ring); border-radius: 4px; }
a { color: var(--key); text-underline-offset: .2em; }
a:hover { text-decoration-thickness: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; z-index: 1; }
header, main { max-width: 64rem; margin-inline: auto; padding-inline: 1rem; }
.bar { background: var(--paper); border-bottom: 1px solid var(--faint); }
header { padding-block: .75rem; }
.top { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; justify-content: space-between; }
.name { font-weight: 700; font-size: 1.25rem; color: inherit; text-decoration: none; }
.top form, .inline { display: inline; }
.aside { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; font-size: .875rem; }
nav ul { list-style: none; margin: .5rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
nav a { display: inline-block; padding-block: .25rem; }
nav a[aria-current] { font-weight: 700; color: inherit; text-decoration: none; border-bottom: 3px solid var(--key); }
.note { margin: 0; font-size: .875rem; color: var(--soft); padding-block: .5rem; }
main { padding-block: 1rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.4; margin: .5rem 0 1rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h1:focus { outline: none; box-shadow: none; }
.card { background: var(--paper); border: 1px solid var(--faint); border-radius: 8px; padding: 1.25rem; margin-block: 1rem; }
.tiles { list-style: none; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); }
.tiles li { background: var(--paper); border: 1px solid var(--faint); border-radius: 8px; padding: 1rem 1.25rem; position: relative; }
.tiles li:hover { border-color: var(--key); }
.tiles a { font-weight: 700; font-size: 1.125rem; }
.tiles a::after { content: ''; position: absolute; inset: 0; }
.tiles p { margin: .25rem 0 0; color: var(--soft); }
fieldset { border: 0; padding: 0; margin: 0 0 1.5rem; min-width: 0; }
legend { font-weight: 700; font-size: 1.125rem; padding: 0; margin-bottom: .5rem; }
.grid { display: grid; gap: 1rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); align-items: start; }
.wide { grid-column: 1 / -1; }
.field label, .label { display: block; font-weight: 700; }
.tag { font-weight: 400; font-size: .8125rem; color: var(--bad); margin-inline-start: .5rem; }
.hint { display: block; font-size: .875rem; color: var(--soft); }
.error { display: block; color: var(--bad); font-weight: 700; }
.error:empty { display: none; }
input:not([type=radio], [type=checkbox]), select { font: inherit; color: inherit; background: var(--paper); width: 100%; min-height: 2.75rem;
  padding: .375rem .75rem; border: 1px solid var(--line); border-radius: 8px; }
[aria-invalid=true] { border: 2px solid var(--bad) !important; }
input[type=radio], input[type=checkbox] { width: 1.25rem; height: 1.25rem; accent-color: var(--key); vertical-align: -.2rem; margin: 0 .5rem 0 0; }
.choices { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
.choices label { padding-block: .25rem; font-weight: 400; cursor: pointer; }
.number { max-width: 20rem; font-variant-numeric: tabular-nums; letter-spacing: .08em; }
button, .button { font: inherit; font-weight: 700; cursor: pointer; border-radius: 8px; padding: .5rem 1.5rem; min-height: 2.75rem;
  border: 1px solid var(--key); background: var(--key); color: var(--paper); text-decoration: none; display: inline-block; }
button:hover, .button:hover { background: var(--key-hover); border-color: var(--key-hover); }
.second { background: var(--paper); color: var(--key); }
.second:hover { background: var(--ground); color: var(--key-hover); }
.plain { background: none; border: 0; color: var(--key); padding: 0; min-height: 0; font-weight: 400; text-decoration: underline; text-underline-offset: .2em; }
.plain:hover { background: none; color: var(--key-hover); }
.actions { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: center; margin-top: 1rem; }
.result { border-inline-start: 8px solid; padding: .75rem 1rem; border-radius: 8px; font-weight: 700; }
.result.good { border-color: var(--good); background: var(--good-ground); }
.result.bad { border-color: var(--bad); background: var(--bad-ground); }
.result.wait { border-color: var(--wait); background: var(--wait-ground); }
.result ul { font-weight: 400; margin: .5rem 0 0; padding-inline-start: 1.25rem; }
.big { font-size: 1.75rem; font-weight: 700; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1.5rem; margin: 0; align-items: baseline; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; background: var(--paper); border: 1px solid var(--faint); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .5rem .75rem; border-bottom: 1px solid var(--faint); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
thead th { font-size: .875rem; color: var(--soft); white-space: nowrap; }
td { overflow-wrap: anywhere; }
.digits { font-variant-numeric: tabular-nums; white-space: nowrap; }
form:has(input[name=carries][value=business]:checked) .part-address, form:has(input[name=carries][value=address]:checked) .part-business { display: none; }
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; }
  table.rows thead { display: block; position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.rows tr { display: block; border-bottom: 1px solid var(--faint); padding: .5rem .75rem; }
  table.rows td { display: grid; grid-template-columns: 6rem 1fr; gap: .5rem; border: 0; padding: .125rem 0; }
  table.rows td::before { content: attr(data-title); color: var(--soft); font-size: .875rem; }
}
@media (prefers-reduced-motion: no-preference) { button, .tiles li { transition: background .15s, border-color .15s; } }
`;
