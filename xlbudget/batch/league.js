"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const table = find("units");
  const body = table.tBodies[0];
  const form = find("filter");
  const words = find("by-words");
  const choices = [["by-format", 1], ["by-year", 2], ["by-state", 3]].map(([id, at]) => [find(id), at]);
  const rows = [...body.rows].map((row, order) => ({
    row, order, cells: [...row.cells].map((cell) => cell.textContent),
    text: row.textContent.toLowerCase(),
  }));
  const heads = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator("zh-CN", { numeric: true });

  const filter = () => {
    const typed = words.value.trim().toLowerCase().split(/\s+/);
    let shown = 0;
    for (const each of rows) {
      const fits = choices.every(([select, at]) => !select.value || each.cells[at] === select.value)
        && typed.every((word) => each.text.includes(word));
      if (each.row.hidden === fits) each.row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    find("shown").textContent = "显示 " + shown + " / " + rows.length;
  };

  const value = (each, at, kind) => {
    const cell = each.row.cells[at];
    if (kind === "text") return each.cells[at];
    return Number(cell.dataset.by ?? (each.cells[at] || -1));
  };
  const sort = (at) => {
    const head = heads[at];
    const kind = head.dataset.sort;
    const turned = head.getAttribute("aria-sort");
    const first = kind === "number" && at > 3 && at < 7 ? "descending" : "ascending";
    const other = first === "ascending" ? "descending" : "ascending";
    const now = turned === first ? other : turned === other ? "" : first;
    for (const each of heads) each.removeAttribute("aria-sort");
    const keyed = rows.map((each) => [each, now ? value(each, at, kind) : each.order]);
    const sign = now === "descending" ? -1 : 1;
    const compare = now && kind === "text" ? collator.compare : (one, two) => one - two;
    keyed.sort(([one, a], [two, b]) => sign * compare(a, b) || one.order - two.order);
    if (now) head.setAttribute("aria-sort", now);
    body.replaceChildren(...keyed.map(([each]) => each.row));
  };

  heads.forEach((head, at) => {
    if (!head.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.title = "排序";
    button.addEventListener("click", () => sort(at));
    head.replaceChildren(button);
  });
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      if (document.activeElement === words && !words.value) words.blur();
      form.reset();
      filter();
    } else if (event.key === "/" && !event.target.closest("input, select")) {
      event.preventDefault();
      words.focus();
    }
  });
  form.hidden = false;
  filter();
})();
