// The list of documents: only the rows in sight are in the page, so that thousands stay light.

const ROW = 92; // height of a row in pixels, as in the style sheet

class DocumentList {
  /** `describe(index)` gives what a row shows, `choose(index)` is called with the document picked. */
  constructor(box, rows, describe, choose) {
    Object.assign(this, { box, rows, describe, choose, shown: [], at: -1, drawn: new Map() });
    box.addEventListener("scroll", () => this.#later(), { passive: true });
    new ResizeObserver(() => this.#later()).observe(box);
    box.addEventListener("keydown", (event) => this.#key(event));
    rows.addEventListener("click", (event) => {
      const row = event.target.closest("[data-place]");
      if (row) this.move(Number(row.dataset.place));
    });
  }

  /** Show these documents, by index; the current one stays picked where it is among them. */
  show(indices, current) {
    this.shown = indices;
    this.rows.style.height = `${indices.length * ROW}px`;
    this.at = indices.indexOf(current);
    this.redraw();
    if (this.at >= 0) this.#reveal();
    else this.box.scrollTop = 0;
  }

  /** Pick the document at a place of the list. */
  move(place) {
    if (!this.shown.length) return;
    this.at = Math.max(0, Math.min(this.shown.length - 1, place));
    this.#reveal();
    this.redraw();
    this.choose(this.shown[this.at]);
  }

  redraw() {
    for (const row of this.drawn.values()) row.remove();
    this.drawn.clear();
    this.#draw();
  }

  #key(event) {
    const page = Math.max(1, Math.floor(this.box.clientHeight / ROW) - 1);
    const to = {
      ArrowDown: this.at + 1, ArrowUp: this.at - 1, PageDown: this.at + page, PageUp: this.at - page,
      Home: 0, End: this.shown.length - 1,
    }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.move(to);
  }

  #reveal() {
    const top = this.at * ROW;
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    else if (top + ROW > this.box.scrollTop + this.box.clientHeight) this.box.scrollTop = top + ROW - this.box.clientHeight;
  }

  #later() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      this.#draw();
    });
  }

  #draw() {
    const first = Math.max(0, Math.floor(this.box.scrollTop / ROW) - 4);
    const last = Math.min(this.shown.length, Math.ceil((this.box.scrollTop + this.box.clientHeight) / ROW) + 4);
    for (const [place, row] of this.drawn) {
      if (place < first || place >= last) {
        row.remove();
        this.drawn.delete(place);
      }
    }
    for (let place = first; place < last; place++) {
      if (!this.drawn.has(place)) {
        const row = this.#row(place);
        this.drawn.set(place, row);
        this.rows.append(row);
      }
    }
    if (this.drawn.has(this.at)) this.box.setAttribute("aria-activedescendant", `row-${this.at}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  #row(place) {
    const { title, line, tags, corrected } = this.describe(this.shown[place]);
    const row = h(
      "div",
      {
        class: "row", id: `row-${place}`, role: "option", "data-place": place, "aria-selected": place === this.at ? "true" : "false",
        "aria-setsize": this.shown.length, "aria-posinset": place + 1,
      },
      h("bdi", { class: "row-title", dir: "auto" }, title),
      h("span", { class: "row-line" }, line, corrected && h("b", { class: "tag corrected" }, t("corrected"))),
      h("span", { class: "row-tags" }, tags.map(([label, text]) => h("bdi", { class: `tag ${label}` }, text))),
    );
    row.style.transform = `translateY(${place * ROW}px)`;
    return row;
  }
}
