// The live page: paste a text, see it extracted. Only this part talks to a server, and only to the one it came from.

class Live {
  constructor(page) {
    this.page = page;
    this.key = "";
    $("compose-open").addEventListener("click", () => this.compose());
    if (!page.records.length) queueMicrotask(() => this.compose());
  }

  compose() {
    const box = $("compose");
    const text = h("textarea", { id: "text", dir: "auto", rows: "12", required: true, maxlength: this.page.settings.maxChars, "aria-label": t("pasteHere"), placeholder: t("pasteHere") });
    const published = h("input", { id: "published", type: "date" });
    const country = h("input", { id: "country", type: "text", pattern: "[A-Za-z]{2}", maxlength: "2", size: "3", value: remembered("khabar-country") ?? "MA" });
    const title = h("input", { id: "doc-title", type: "text", dir: "auto" });
    const key = this.page.settings.needsKey ? h("input", { id: "key", type: "password", autocomplete: "off", value: this.key, required: true }) : null;
    const problem = h("p", { class: "problem", role: "alert" });
    const send = h("button", { class: "primary", id: "extract" }, t("extract"));
    box.setAttribute("aria-label", t("compose"));
    box.replaceChildren(h("form", {
      onsubmit: async (event) => {
        event.preventDefault();
        send.disabled = true;
        send.textContent = t("extracting");
        problem.textContent = "";
        try {
          this.key = key?.value ?? "";
          remember("khabar-country", country.value);
          const record = await this.extract({ text: text.value, title: title.value || null, published: published.value || null, country: country.value.toUpperCase() || null });
          box.close();
          this.show(record);
        } catch (error) {
          problem.textContent = `${t("failed")}: ${error.message}`;
        } finally {
          send.disabled = false;
          send.textContent = t("extract");
        }
      },
    },
    h("h2", {}, t("compose")), text,
    h("div", { class: "fields" }, h("label", {}, t("titleOf"), title), h("label", {}, t("published"), published), h("label", {}, t("country"), country), key && h("label", {}, t("key"), key)),
    problem,
    h("div", { class: "buttons" }, send, h("button", { type: "button", class: "quiet", onclick: () => box.close() }, t("cancel")))));
    box.showModal();
    text.focus();
  }

  async extract(document) {
    const headers = { "Content-Type": "application/json" };
    if (this.key) headers.Authorization = `Bearer ${this.key}`;
    const answer = await fetch("extract", { method: "POST", headers, body: JSON.stringify(document) });
    const body = await answer.json();
    if (!answer.ok) throw new Error(typeof body.detail === "string" ? body.detail : `${answer.status}`);
    return body;
  }

  show(record) {
    const { page } = this;
    page.records.push(record);
    const index = page.records.length - 1;
    page.filters.add(index);
    page.filters.clear();
    page.open(index);
    page.list.show(page.list.shown, index);
  }
}

const page = new Page();
page.start();
