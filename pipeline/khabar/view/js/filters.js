// Search and filters: which documents are shown. Filters of one field widen each other, fields narrow each other.

const FACETS = ["ministers", "officials", "regions", "places", "programs"];
const VALUES_SHOWN = 200;

class Filters {
  constructor(records, changed) {
    Object.assign(this, { records, changed, query: "", chosen: new Map(), span: {}, warned: false });
    this.folded = [];
    this.values = new Map(FACETS.map((field) => [field, new Map()]));
    records.forEach((_, index) => this.add(index));
    this.box = document.getElementById("facets");
    this.search = document.getElementById("search");
    let timer = null;
    this.search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        this.query = foldText(this.search.value.trim());
        this.changed();
      }, 120);
    });
    document.addEventListener("click", (event) => {
      if (!event.target.closest(".facet")) this.#closeAll();
    });
  }

  /** Take a record into the index of values. */
  add(index) {
    const record = this.records[index];
    for (const field of FACETS) {
      const values = this.values.get(field);
      for (const name of new Set(record[field].map((entry) => entry.name || entry.canonical))) {
        if (!values.has(name)) values.set(name, []);
        values.get(name).push(index);
      }
    }
  }

  get active() {
    return Boolean(this.query || this.warned || this.span.from || this.span.to || [...this.chosen.values()].some((s) => s.size));
  }

  /** The indices of the records that pass. */
  matches() {
    const sets = [...this.chosen]
      .filter(([, names]) => names.size)
      .map(([field, names]) => new Set([...names].flatMap((name) => this.values.get(field).get(name) || [])));
    return this.records.map((_, index) => index).filter((index) => {
      const record = this.records[index];
      return (
        sets.every((set) => set.has(index)) &&
        (!this.warned || record.warnings.length) &&
        this.#inSpan(record) &&
        (!this.query || this.#text(index).includes(this.query))
      );
    });
  }

  /** The names of documents, people, places and programmes are searched with the text. */
  #text(index) {
    if (this.folded[index] === undefined) {
      const r = this.records[index];
      const names = FACETS.flatMap((field) => r[field].flatMap((e) => [e.name, e.canonical, e.position]));
      this.folded[index] = foldText([r.title, r.text, r.id, r.source, ...names].filter(Boolean).join("\n"));
    }
    return this.folded[index];
  }

  #inSpan(record) {
    const { from, to, of } = this.span;
    if (!from && !to) return true;
    const inside = (start, end) => start && (!from || end >= from) && (!to || start <= to);
    if (of === "published") return inside(record.published, record.published);
    return record.dates.some((date) => inside(date.start, date.end || date.start));
  }

  clear() {
    this.query = this.search.value = "";
    this.chosen.clear();
    this.span = {};
    this.warned = false;
    this.draw();
    this.changed();
  }

  /** Draw the buttons of the fields and the chips of what is chosen. */
  draw() {
    this.box.replaceChildren(...FACETS.map((field) => this.#facet(field)), this.#dates());
    this.drawChips();
  }

  drawChips() {
    const chip = (text, label, drop) =>
      h("button", { class: `chip ${label}`, "aria-label": `${t("remove")} ${text}`, onclick: () => { drop(); this.draw(); this.changed(); } },
        h("bdi", {}, text), h("span", { "aria-hidden": "true" }, " ×"));
    const chips = [...this.chosen].flatMap(([field, names]) =>
      [...names].map((name) => chip(plain(name), LABEL_OF[field], () => names.delete(name))));
    if (this.span.from || this.span.to) {
      const text = `${t(this.span.of)}: ${this.span.from || "…"} – ${this.span.to || "…"}`;
      chips.push(chip(text, "DATE", () => { this.span = {}; }));
    }
    if (this.warned) chips.push(chip(t("withWarnings"), "warned", () => { this.warned = false; }));
    if (chips.length) chips.push(h("button", { class: "quiet", onclick: () => this.clear() }, t("clear")));
    document.getElementById("chips").replaceChildren(...chips);
  }

  #facet(field) {
    const list = h("div", { class: "facet-values" });
    const narrow = h("input", { type: "search", dir: "auto", "aria-label": t("filter"), placeholder: t("filter") });
    const panel = h("div", { class: "facet-panel", hidden: true }, narrow, list);
    const button = h("button", { class: `facet-button ${LABEL_OF[field]}`, "aria-expanded": "false", "data-field": field }, t("fields", field));
    const fill = () => this.#fill(list, field, foldText(narrow.value.trim()));
    narrow.addEventListener("input", fill);
    this.#toggle(button, panel, () => { fill(); narrow.focus(); });
    return h("div", { class: "facet" }, button, panel);
  }

  #fill(list, field, query) {
    const chosen = this.chosen.get(field) || new Set();
    const all = [...this.values.get(field)]
      .filter(([name]) => !query || foldText(name).includes(query))
      .sort((a, b) => chosen.has(b[0]) - chosen.has(a[0]) || b[1].length - a[1].length || a[0].localeCompare(b[0], "ar"));
    const rows = all.slice(0, VALUES_SHOWN).map(([name, where]) =>
      h("label", { class: "facet-value" },
        h("input", {
          type: "checkbox", checked: chosen.has(name),
          onchange: (event) => {
            const names = this.chosen.get(field) || new Set();
            if (event.target.checked) names.add(name);
            else names.delete(name);
            this.chosen.set(field, names);
            this.drawChips();
            this.changed();
          },
        }),
        h("bdi", {}, plain(name)), h("span", { class: "number" }, String(where.length))));
    if (all.length > VALUES_SHOWN) rows.push(h("p", { class: "hint" }, `${t("more")} ${all.length - VALUES_SHOWN}`));
    list.replaceChildren(...(rows.length ? rows : [h("p", { class: "hint" }, t("none"))]));
  }

  #dates() {
    const of = h("select", { "aria-label": t("fields", "dates") },
      ["mentioned", "published"].map((key) => h("option", { value: key, selected: this.span.of === key }, t(key))));
    const from = h("input", { type: "date", value: this.span.from || "" });
    const to = h("input", { type: "date", value: this.span.to || "" });
    const panel = h("form", {
      class: "facet-panel dates", hidden: true,
      onsubmit: (event) => {
        event.preventDefault();
        this.span = { of: of.value, from: from.value, to: to.value };
        this.#closeAll();
        this.drawChips();
        this.changed();
      },
    }, of, h("label", {}, t("from"), from), h("label", {}, t("to"), to),
      h("label", { class: "facet-value" },
        h("input", { type: "checkbox", checked: this.warned, onchange: (event) => { this.warned = event.target.checked; this.drawChips(); this.changed(); } }),
        t("withWarnings")),
      h("button", { class: "primary" }, t("apply")));
    const button = h("button", { class: "facet-button DATE", "aria-expanded": "false", "data-field": "dates" }, t("fields", "dates"));
    this.#toggle(button, panel, () => of.focus());
    return h("div", { class: "facet" }, button, panel);
  }

  #toggle(button, panel, opened) {
    button.addEventListener("click", () => {
      const open = panel.hidden;
      this.#closeAll();
      panel.hidden = !open;
      button.setAttribute("aria-expanded", String(open));
      if (open) opened();
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#closeAll();
      button.focus();
    });
  }

  #closeAll() {
    for (const panel of this.box.querySelectorAll(".facet-panel")) panel.hidden = true;
    for (const button of this.box.querySelectorAll(".facet-button")) button.setAttribute("aria-expanded", "false");
  }
}
