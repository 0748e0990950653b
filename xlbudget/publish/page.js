"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const findings = all("#findings .finding");
  const form = find("filter");
  const words = find("by-words");
  const keys = ["level", "state", "section"];
  let now = null;

  const filter = () => {
    const typed = words.value.trim();
    let shown = 0;
    for (const each of findings) {
      const fits = keys.every((key) => {
        const chosen = find("by-" + key).value;
        return !chosen || each.dataset[key] === chosen;
      });
      each.hidden = !(fits && (!typed || each.textContent.includes(typed)));
      shown += each.hidden ? 0 : 1;
    }
    find("shown").textContent = "显示 " + shown + " / " + findings.length;
  };

  const clear = () => all(".now").forEach((each) => each.classList.remove("now"));

  const step = (by) => {
    const listed = all(".finding").filter((each) => !each.hidden);
    if (!listed.length) return;
    const at = listed.indexOf(now);
    now = at < 0 ? listed[by > 0 ? 0 : listed.length - 1]
      : listed[(at + by + listed.length) % listed.length];
    clear();
    const place = find("w" + now.id.slice(1));
    for (const each of place ? [now, place] : [now]) {
      each.classList.add("now");
      each.scrollIntoView({ block: "center" });
    }
    now.focus({ preventScroll: true });
  };

  const hint = document.createElement("div");
  hint.id = "hint";
  hint.setAttribute("role", "tooltip");
  hint.hidden = true;
  document.body.append(hint);
  const hide = () => {
    hint.hidden = true;
    all(".input").forEach((each) => each.classList.remove("input"));
  };
  const explain = (number) => {
    hide();
    const card = find(number.dataset.card);
    if (!card) return;
    hint.replaceChildren(...[...card.cloneNode(true).childNodes]);
    hint.className = "card";
    hint.hidden = false;
    const at = number.getBoundingClientRect();
    const size = hint.getBoundingClientRect();
    const below = at.bottom + 6 + size.height < innerHeight || at.top < size.height + 6;
    hint.style.left = Math.max(4, Math.min(at.left, innerWidth - size.width - 4)) + "px";
    hint.style.top = (below ? at.bottom + 6 : at.top - size.height - 6) + "px";
    for (const link of hint.querySelectorAll("a")) {
      find(link.hash.slice(1))?.classList.toggle("input", link.hash.startsWith("#s"));
    }
  };

  for (const number of all("[data-card]")) {
    number.removeAttribute("title");
    number.setAttribute("aria-describedby", number.dataset.card);
    number.addEventListener("mouseenter", () => explain(number));
    number.addEventListener("mouseleave", hide);
    number.addEventListener("focus", () => explain(number));
    number.addEventListener("blur", hide);
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      hide();
      clear();
      if (document.activeElement === words && !words.value) words.blur();
      form.reset();
      filter();
      return;
    }
    if (event.target.closest("input, select")) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "/") {
      event.preventDefault();
      words.focus();
    }
  });
  form.hidden = false;
  find("keys").hidden = false;
  filter();
})();
