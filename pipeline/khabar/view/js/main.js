// The page: what is shown, what is picked, what keys do.

const REDUCED = window.matchMedia("(prefers-reduced-motion: reduce)");
const $ = (id) => document.getElementById(id);

class Page {
  constructor() {
    this.settings = JSON.parse($("settings").textContent);
    this.records = JSON.parse($("records").textContent);
    this.index = -1;
    this.mention = null;
    this.correcting = false;
    this.corrections = new Corrections(this.settings);
    this.article = new Article($("article"), (id, focus) => this.pick(id, { focus }));
    this.list = new DocumentList($("list"), $("rows"), (i) => this.rowOf(i), (i) => this.open(i));
    this.filters = new Filters(this.records, () => this.refresh());
    this.live = this.settings.live ? new Live(this) : null;
  }

  start() {
    const kept = remembered("khabar-language");
    tongue = kept === "en" ? 1 : 0;
    const theme = remembered("khabar-theme");
    if (theme) document.documentElement.dataset.theme = theme;
    document.body.classList.toggle("is-live", this.settings.live);
    this.listen();
    this.say();
    const wanted = this.records.findIndex((r) => `#${encodeURIComponent(r.id)}` === window.location.hash);
    if (wanted >= 0) this.open(wanted);
    else if (this.records.length && window.matchMedia("(min-width: 760px)").matches) this.open(0);
    else this.nothing();
  }

  /** Say everything in the current language. */
  say() {
    translate();
    $("labeller").hidden = true;
    this.legend();
    this.filters.draw();
    this.refresh();
    this.help();
    if (this.index >= 0) this.open(this.index, { keep: true });
    else this.nothing();
  }

  nothing() {
    $("article").replaceChildren(h("p", { class: "hint" }, this.records.length ? t("pick") : t("noRecords")));
    $("card").replaceChildren();
    $("mention").hidden = true;
  }

  listen() {
    $("search").addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      $("list").focus();
      this.list.move(0);
    });
    $("removed").addEventListener("click", () => this.toggleRemoved());
    $("correct").addEventListener("click", () => this.toggleCorrecting());
    $("download").addEventListener("click", () => this.download());
    $("theme").addEventListener("click", () => this.theme());
    $("back").addEventListener("click", () => { document.body.dataset.view = "list"; $("list").focus(); });
    $("help-open").addEventListener("click", () => $("help").showModal());
    $("language").addEventListener("click", () => { tongue = 1 - tongue; remember("khabar-language", tongue ? "en" : "ar"); this.say(); });
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("selectionchange", () => this.offerLabels());
    window.addEventListener("hashchange", () => {
      const wanted = this.records.findIndex((r) => `#${encodeURIComponent(r.id)}` === window.location.hash);
      if (wanted >= 0 && wanted !== this.index) this.open(wanted);
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.corrections.downloaded) event.preventDefault();
    });
  }

  refresh() {
    const shown = this.filters.matches();
    this.list.show(shown, this.index);
    const all = this.records.length;
    $("count").textContent = !all ? t("noRecords") : !shown.length ? t("noMatch") : shown.length === all ? `${t("documents")}: ${all}` : `${shown.length} ${t("of")} ${all}`;
    this.article.find(this.filters.query);
  }

  rowOf(index) {
    const record = this.records[index];
    const names = (field) => record[field].slice(0, 2).map((e) => [LABEL_OF[field], plain(e.name || e.canonical)]);
    return {
      title: plain(titleOf(record)),
      line: [record.published || t("noDate"), record.source && plain(record.source.split("/").pop())].filter(Boolean).join(" · "),
      tags: [...names("ministers"), ...names("regions"), ...names("programs")].slice(0, 4),
      corrected: this.corrections.edited.has(index),
    };
  }

  /** Show a document; `keep` keeps the mention that is picked. */
  open(index, { keep = false } = {}) {
    const record = this.records[index];
    const mentions = this.corrections.mentions(index, record);
    this.index = index;
    document.body.dataset.view = "article";
    if (window.location.origin !== "null" || window.location.protocol === "file:") {
      history.replaceState(null, "", `#${encodeURIComponent(record.id)}`); // a frame in a notebook has no address
    }
    this.article.show(record, mentions);
    this.article.find(this.filters.query);
    drawCard($("card"), record, mentions, (id) => this.pick(id));
    if (this.correcting) $("card").prepend(this.adder());
    if (!keep) document.querySelector(".article-pane").scrollTop = document.querySelector(".card-pane").scrollTop = 0;
    this.pick(keep ? this.mention : null, { scroll: false });
    const place = this.list.shown.indexOf(index);
    if (place !== this.list.at) {
      this.list.at = place;
      this.list.redraw();
    }
  }

  get record() {
    return this.records[this.index];
  }

  get mentions() {
    return this.corrections.mentions(this.index, this.record);
  }

  pick(id, { focus = false, scroll = true } = {}) {
    const m = id ? this.mentions.find((x) => x.id === id) : null;
    this.mention = m ? id : null;
    this.article.point(this.mention, { focus, scroll });
    if (!m) {
      $("mention").hidden = true;
      return;
    }
    drawMention($("mention"), m, () => this.unpick());
    if (this.correcting) {
      const whole = { ...m, ...Object.fromEntries(GOLD[m.label].map((key) => [key, attribute(this.record, m, key)])) };
      drawEditor($("mention"), whole, this.settings, {
        edit: (values) => { this.corrections.edit(this.index, this.record, id, values); this.changed(t("saved"), id); },
        delete: () => this.deletePicked(),
      });
    }
  }

  unpick() {
    const id = this.mention;
    this.pick(null);
    $("article").querySelector(`mark[data-mention="${CSS.escape(id ?? "")}"]`)?.focus({ preventScroll: true });
  }

  deletePicked() {
    if (!this.mention) return;
    this.corrections.delete(this.index, this.record, this.mention);
    this.changed(t("deleted"), null);
  }

  /** After a correction: draw again, say what happened. */
  changed(message, id) {
    this.mention = id;
    this.open(this.index, { keep: true });
    this.list.redraw();
    $("download").hidden = !this.corrections.edited.size;
    this.announce(message);
  }

  addLabel(label, stretch) {
    const made = this.corrections.add(this.index, this.record, label, stretch.start, stretch.end);
    window.getSelection()?.removeAllRanges();
    $("labeller").hidden = true;
    if (made) this.changed(t("added"), made.id);
    else this.announce(t("crosses"));
  }

  undo() {
    const index = this.corrections.undo();
    if (index === null) return;
    this.index = index;
    this.changed(t("undone"), null);
  }

  /** The form that marks words without a mouse: type them, choose a label. */
  adder() {
    const words = h("input", { type: "text", dir: "auto", id: "add-words", required: true, "aria-label": t("words"), placeholder: t("words") });
    const label = h("select", { id: "add-label", "aria-label": t("label") }, this.settings.labels.map((l) => h("option", { value: l }, t("label_", l))));
    return h("form", {
      class: "adder",
      onsubmit: (event) => {
        event.preventDefault();
        const stretch = this.freeStretch(words.value.trim(), label.value);
        if (stretch) this.addLabel(label.value, stretch);
        else this.announce(t("notFound"));
      },
    }, h("p", { class: "hint" }, t("selectHint")), words, label, h("button", { class: "primary" }, t("add")));
  }

  /** The first stretch with these words that is not marked so yet. */
  freeStretch(words, label) {
    const folded = fold(this.article.points);
    return occurrences(folded, foldText(words)).map(([start, end]) => ({ start, end }))
      .find((s) => !this.mentions.some((m) => m.label === label && m.start === s.start && m.end === s.end));
  }

  offerLabels() {
    const stretch = this.correcting && this.article.root ? selectedStretch(this.article.root, this.article.chunks) : null;
    const box = $("labeller");
    box.hidden = !stretch;
    this.stretch = stretch;
    if (!stretch) return;
    box.replaceChildren(...this.settings.labels.map((label, n) =>
      h("button", { class: `tag ${label}`, onpointerdown: (event) => event.preventDefault(), onclick: () => this.addLabel(label, stretch) }, t("label_", label), h("kbd", {}, String(n + 1)))));
    box.style.top = `${Math.max(8, stretch.box.top - box.offsetHeight - 8)}px`;
    box.style.left = `${Math.max(8, Math.min(window.innerWidth - box.offsetWidth - 8, stretch.box.left))}px`;
  }

  legend() {
    $("legend").replaceChildren(...this.settings.labels.map((label) =>
      h("button", {
        class: `tag ${label}`, "aria-pressed": String(!this.article.hidden.has(label)),
        onclick: (event) => {
          const on = this.article.hidden.has(label);
          this.article.toggle(label, on);
          event.currentTarget.setAttribute("aria-pressed", String(on));
        },
      }, t("label_", label))));
  }

  toggleRemoved() {
    const on = document.body.classList.toggle("show-removed");
    $("removed").setAttribute("aria-pressed", String(on));
  }

  toggleCorrecting() {
    this.correcting = !this.correcting;
    document.body.classList.toggle("correcting", this.correcting);
    $("correct").setAttribute("aria-pressed", String(this.correcting));
    $("labeller").hidden = true;
    if (this.index >= 0) this.open(this.index, { keep: true });
  }

  theme() {
    const dark = document.documentElement.dataset.theme
      ? document.documentElement.dataset.theme === "dark"
      : window.matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    remember("khabar-theme", document.documentElement.dataset.theme);
  }

  download() {
    const lines = this.corrections.jsonl(this.records);
    const link = h("a", { href: URL.createObjectURL(new Blob([lines], { type: "application/jsonl" })), download: "corrections.jsonl" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    this.corrections.downloaded = true;
  }

  help() {
    $("help").setAttribute("aria-label", t("help"));
    $("help").replaceChildren(
      h("h2", {}, t("help")),
      h("dl", { class: "keys" }, WORDS.keys.map(([key, what]) => [h("dt", {}, h("kbd", { dir: "ltr" }, key)), h("dd", {}, what[tongue])]).flat()),
      h("form", { method: "dialog" }, h("button", { class: "primary" }, t("close"))),
    );
  }

  announce(message) {
    const box = $("say");
    box.textContent = message;
    box.hidden = false;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => { box.hidden = true; }, 4000);
  }

  key(event) {
    const typing = event.target.closest?.("input, textarea, select") && !["checkbox"].includes(event.target.type);
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ" && !typing && this.correcting) {
      event.preventDefault();
      this.undo();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      if (typing) event.target.blur();
      else if (this.mention) this.unpick();
      return;
    }
    if (typing) return;
    const labels = this.settings.labels;
    if (this.stretch && /^Digit[1-9]$/.test(event.code) && labels[event.code[5] - 1]) {
      event.preventDefault();
      this.addLabel(labels[event.code[5] - 1], this.stretch);
      return;
    }
    // By place on the keyboard, so that an Arabic layout has the same keys.
    const act = {
      KeyJ: () => this.list.move(this.list.at + 1), KeyK: () => this.list.move(this.list.at - 1),
      KeyN: () => this.index >= 0 && this.article.step(1), KeyP: () => this.index >= 0 && this.article.step(-1),
      KeyB: () => this.toggleRemoved(), KeyE: () => this.toggleCorrecting(),
    }[event.code];
    if (act && !event.shiftKey) {
      event.preventDefault();
      act();
    } else if (event.key === "?" || event.key === "؟") {
      $("help").showModal();
    } else if (event.key === "/" || (event.code === "Slash" && !event.shiftKey)) {
      event.preventDefault();
      document.body.dataset.view = "list";
      $("search").focus();
    } else if (event.key === "Delete" && this.correcting) {
      this.deletePicked();
    }
  }
}

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A page opened where nothing may be kept works without.
  }
}

function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
