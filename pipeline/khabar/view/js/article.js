// The article: text with its marks, one document at a time.

class Article {
  constructor(box, picked) {
    Object.assign(this, { box, picked, chunks: [], points: [], hidden: new Set() });
    box.addEventListener("click", (event) => {
      const mark = event.target.closest("mark");
      if (mark && !mark.classList.contains("off") && (window.getSelection()?.isCollapsed ?? true)) picked(mark.dataset.mention);
    });
    box.addEventListener("keydown", (event) => {
      const mark = event.target.closest("mark");
      if (mark && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        picked(mark.dataset.mention);
      }
    });
  }

  /** Show a record with these mentions (its own, or the corrected ones). */
  show(record, mentions) {
    this.points = Array.from(record.text);
    const { root, chunks } = renderText(this.points, mentions, placedRemovals(record), (m, depth, again) => this.#mark(m, depth, again));
    this.chunks = chunks;
    this.root = root;
    const facts = [record.published || t("noDate"), record.country, record.source?.split("/").pop()].filter(Boolean).map(plain);
    this.box.replaceChildren(
      h("h2", { class: repeats(record) ? "unseen" : "title", dir: "auto" }, plain(titleOf(record))),
      h("p", { class: "byline" }, facts.map((fact) => h("bdi", {}, fact))),
      root,
    );
    for (const label of this.hidden) this.toggle(label, false);
  }

  #mark(m, depth, again) {
    return h("mark", {
      class: `m ${m.label} d${Math.min(depth, 3)}`, "data-mention": m.id, tabindex: again ? null : "0", role: again ? null : "group",
      "aria-label": again ? null : `${t("label_", m.label)}: ${plain(m.text)}`, title: `${t("label_", m.label)} · ${describe(m)}`,
    });
  }

  /** Show or hide the marks of a label. */
  toggle(label, on) {
    if (on) this.hidden.delete(label);
    else this.hidden.add(label);
    for (const mark of this.box.querySelectorAll(`mark.${label}`)) {
      mark.classList.toggle("off", !on);
      if (mark.hasAttribute("role") || !on) mark.setAttribute("tabindex", on ? "0" : "-1");
    }
  }

  /** Bring a mention into sight and single it out; `focus` moves the keyboard there too. */
  point(id, { focus = false, scroll = true } = {}) {
    for (const mark of this.box.querySelectorAll("mark.on")) mark.classList.remove("on");
    const marks = this.box.querySelectorAll(`mark[data-mention="${CSS.escape(id ?? "")}"]`);
    for (const mark of marks) mark.classList.add("on");
    if (!marks.length) return;
    if (scroll) marks[0].scrollIntoView({ block: "nearest", behavior: REDUCED.matches ? "auto" : "smooth" });
    if (focus) marks[0].focus({ preventScroll: true });
  }

  /** Move to the next or previous visible mention. */
  step(by) {
    const marks = [...this.box.querySelectorAll("mark[tabindex='0']")];
    if (!marks.length) return;
    const at = marks.findIndex((mark) => mark.classList.contains("on"));
    const mark = marks[(at + by + marks.length + (at < 0 && by < 0 ? 1 : 0)) % marks.length];
    this.picked(mark.dataset.mention, true);
  }

  /** Colour the words searched for, where the browser can without touching the text. */
  find(query) {
    if (!window.Highlight || !CSS.highlights) return;
    CSS.highlights.delete("found");
    if (!query) return;
    const ranges = occurrences(fold(this.points), query).map(([a, b]) => rangeOf(this.chunks, a, b)).filter(Boolean);
    if (ranges.length) CSS.highlights.set("found", new Highlight(...ranges));
  }
}

/** What a mention stands for, in a few words. */
function describe(m) {
  const value = {
    PERSON: () => [m.name, m.role && m.role !== "none" ? t("values", m.role) : null],
    POSITION: () => [t("values", m.role), m.holder],
    PLACE: () => [m.name, t("values", m.level), m.country],
    DATE: () => [m.value || t("values", m.type), m.mod && t("values", m.mod)],
    PROGRAM: () => [m.name, t("values", m.kind)],
    ORG: () => [m.name],
  }[m.label]();
  return value.filter(Boolean).map(plain).join(" · ");
}

/** Does the text open with the title? Then it is not shown twice. */
function repeats(record) {
  return !record.title || foldText(record.text).trim().startsWith(foldText(record.title).trim());
}

/** A record's title: its own, or the beginning of its text. */
function titleOf(record) {
  if (record.title) return record.title;
  const line = record.text.trim().split("\n", 1)[0];
  return Array.from(line).length > 90 ? `${Array.from(line).slice(0, 90).join("")}…` : line || t("noTitle");
}
