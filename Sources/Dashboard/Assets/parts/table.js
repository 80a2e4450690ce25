// Tables: sortable heads, rows that lead somewhere, cards on a phone, pages.

import { h } from "../core/dom.js";
import { navigate } from "../core/router.js";

/**
 * `columns`: `{id, name, cell(row), sort?(row), number?, fold?: "end" | "full" | "hidden", label?, headCell?}`.
 * `sort`: `{id, isAscending}`; `changeSort` is called with a new one. `tail(row)` may give `{from, cell}`: one cell in
 * place of the columns from there on.
 */
export function table({ caption, columns, rows, id, href, sort, changeSort, isChosen, fresh, tail, className = "", isScrolling = false }) {
  const shown = columns.filter(Boolean);
  const cellsOf = (row) => {
    const end = tail?.(row);
    return end ? [...shown.slice(0, end.from), { id: "tail", span: shown.length - end.from, fold: "full", cell: () => end.cell }] : shown;
  };
  const body = h("table", { class: `table${isScrolling ? "" : " folds"} ${className}`.trim() },
    h("caption", { class: "unseen" }, caption),
    h("thead", null, h("tr", null, shown.map((column) => {
      const isSorted = sort && sort.id === column.id;
      return h("th", {
        key: column.id, scope: "col", class: column.number ? "number" : null,
        "aria-sort": isSorted ? (sort.isAscending ? "ascending" : "descending") : null,
      }, column.sort && changeSort
        ? h("button", { type: "button", onclick: () => changeSort({ id: column.id, isAscending: isSorted ? !sort.isAscending : !column.number }) }, column.name)
        : column.name, column.headCell);
    }))),
    h("tbody", null, rows.map((row) => {
      const leads = href?.(row);
      return h("tr", {
        key: id(row), class: leads ? "leads" : null, "data-chosen": isChosen?.(row) ?? false, "data-fresh": fresh?.(row) ?? false,
        // The link in the row is what keyboards and readers use; the rest of the row is a larger place to click.
        onclick: leads ? (event) => {
          if (event.target.closest("a, button, input, select") || String(getSelection())) return;
          navigate(leads);
        } : undefined,
      }, cellsOf(row).map((column) => h("td", {
        colspan: column.span,
        key: column.id,
        class: [column.number && "number", column.fold === "end" && "end", column.fold === "full" && "full", column.fold === "hidden" && "phone-hidden"].filter(Boolean).join(" ") || null,
        "data-label": column.label === undefined ? null : column.label,
      }, column.cell(row))));
    })));
  return h("div", isScrolling ? { class: "scroll", tabindex: 0, role: "region", "aria-label": caption } : { class: "scroll" }, body);
}

export function sorted(rows, columns, sort) {
  const column = sort && columns.find((candidate) => candidate && candidate.id === sort.id);
  if (!column?.sort) return rows;
  const way = sort.isAscending ? 1 : -1;
  return rows.slice().sort((a, b) => {
    const left = column.sort(a);
    const right = column.sort(b);
    if (left === right) return 0;
    // What is not known comes last either way.
    if (left === null || left === undefined) return 1;
    if (right === null || right === undefined) return -1;
    return (typeof left === "string" ? left.localeCompare(right, "en", { numeric: true }) : left - right) * way;
  });
}

export const pager = (text, { previous, next, first }) => h("div", { class: "pager" },
  h("span", null, text),
  h("div", { class: "row" },
    first !== undefined && h("button", { type: "button", class: "button", disabled: !first, onclick: first || undefined }, "Newest"),
    h("button", { type: "button", class: "button", disabled: !previous, onclick: previous || undefined }, "Previous"),
    h("button", { type: "button", class: "button", disabled: !next, onclick: next || undefined }, "Next")));
