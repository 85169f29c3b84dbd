// Correction: add, delete, relabel and edit mentions; take it back; download it all as training data (the gold format:
// one JSON object per document, its source text, its boilerplate, its mentions with offsets into the source).

class Corrections {
  constructor(settings) {
    Object.assign(this, { settings, edited: new Map(), history: [], downloaded: true });
  }

  /** The mentions of a document as corrected. */
  mentions(index, record) {
    return this.edited.get(index) || record.mentions;
  }

  #change(index, record, mentions) {
    this.history.push([index, this.edited.get(index)]);
    this.edited.set(index, mentions.sort((a, b) => a.start - b.start || b.end - a.end));
    this.downloaded = false;
  }

  /** Take the last correction back; the index of its document, or null. */
  undo() {
    if (!this.history.length) return null;
    const [index, before] = this.history.pop();
    if (before) this.edited.set(index, before);
    else this.edited.delete(index);
    this.downloaded = this.edited.size === 0;
    return index;
  }

  /** Mark [start, end) of the body; the new mention, or null where the stretch is empty or crosses removed text. */
  add(index, record, label, start, end) {
    const points = Array.from(record.text);
    [start, end] = trimmed(points, start, end);
    const source = start < end ? toSource(record)(start, end) : null;
    if (!source) return null;
    const text = points.slice(start, end).join("");
    const taken = new Set(this.mentions(index, record).map((m) => m.id));
    let n = 1;
    while (taken.has(`h${n}`)) n += 1;
    const mention = {
      label, id: `h${n}`, text, start, end, source_start: source[0], source_end: source[1], confidence: 1, by: "hand",
      ...this.#blank(label, text),
    };
    this.#change(index, record, [...this.mentions(index, record), mention]);
    return mention;
  }

  #blank(label, text) {
    return {
      PERSON: { name: text, role: "none", position: null, former: false },
      POSITION: { role: "other_official", holder: null },
      PLACE: { name: text, level: "locality", country: null },
      DATE: { type: "date", value: null, mod: null, calendar: "gregorian" },
      PROGRAM: { name: text, kind: "programme", from: null, to: null, owner: null },
      ORG: { name: text },
    }[label];
  }

  delete(index, record, id) {
    this.#change(index, record, this.mentions(index, record).filter((m) => m.id !== id));
  }

  /** Give a mention other values, and another label where `values.label` says so. */
  edit(index, record, id, values) {
    this.#change(index, record, this.mentions(index, record).map((m) => {
      if (m.id !== id) return m;
      const same = !values.label || values.label === m.label;
      const { label, id: own, text, start, end, source_start, source_end } = m;
      const base = same ? m : { label, id: own, text, start, end, source_start, source_end, ...this.#blank(values.label, text) };
      return { ...base, ...values, entity: null, by: "hand", confidence: 1 };
    }));
  }

  /** The corrected documents as lines of JSON, in the format that training and evaluation read. */
  jsonl(records) {
    const line = ([index, mentions]) => JSON.stringify(goldOf(records[index], mentions))
      .replace(/[\u0085\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`); // they end lines for some readers
    return [...this.edited].sort((a, b) => a[0] - b[0]).map((edited) => `${line(edited)}\n`).join("");
  }
}

const GOLD = {
  PERSON: ["name", "role", "position", "former"], POSITION: ["role", "holder"], PLACE: ["name", "level", "country"],
  DATE: ["type", "value", "mod", "calendar"], PROGRAM: ["name", "kind", "from", "to", "owner"], ORG: ["name"],
};

function goldOf(record, mentions) {
  const source = sourcePoints(record);
  const { lines, removed } = goldRemovals(record, source);
  return {
    id: record.id, text: source.join(""), published: record.published, country: record.country, url: record.url, title: record.title,
    source: record.source, lines, removed,
    mentions: mentions.map((m) => ({
      start: m.source_start, end: m.source_end, text: m.text, label: m.label,
      ...Object.fromEntries(GOLD[m.label].map((key) => [key, attribute(record, m, key)])),
    })),
  };
}

/** An attribute of a mention; what only the record's entry knows is read there. */
function attribute(record, m, key) {
  if (m[key] !== undefined) return m[key];
  const entries = m.label === "PERSON" ? [...record.ministers, ...record.officials] : m.label === "PROGRAM" ? record.programs : [];
  const entry = entries.find((e) => e.mentions.includes(m.id));
  return entry?.[key] ?? (key === "former" ? false : null);
}

/** Boilerplate as the gold format has it: whole lines by kind, and stretches within lines. */
function goldRemovals(record, source) {
  const lines = [];
  const removed = [];
  const blank = (a, b) => source.slice(a, b).every((c) => /\s/u.test(c));
  for (const r of record.removed) {
    let at = r.start;
    while (at < r.end) {
      const newline = source.indexOf("\n", at);
      const end = newline < 0 || newline > r.end ? r.end : newline;
      const lineStart = at > 0 ? source.lastIndexOf("\n", at - 1) + 1 : 0;
      const lineEnd = newline < 0 ? source.length : newline;
      if (!blank(at, end)) {
        const whole = blank(lineStart, at) && blank(end, lineEnd);
        if (whole) lines.push({ start: lineStart, end: lineEnd, kind: r.kind });
        else removed.push({ start: at, end, kind: r.kind });
      }
      at = end + 1;
    }
  }
  return { lines, removed };
}

/** The form that edits a mention; `done` is called when it has changed. */
function drawEditor(box, m, settings, act) {
  const fields = GOLD[m.label].filter((key) => key !== "text");
  const inputs = new Map(fields.map((key) => [key, editorInput(m, key, settings)]));
  const label = h("select", { id: "edit-label" }, settings.labels.map((l) => h("option", { value: l, selected: l === m.label }, t("label_", l))));
  label.addEventListener("change", () => act.edit({ label: label.value }));
  box.append(h("form", {
    class: "editor",
    onsubmit: (event) => {
      event.preventDefault();
      act.edit(Object.fromEntries([...inputs].map(([key, input]) => [key, inputValue(key, input)])));
    },
  },
  h("label", {}, t("label"), label),
  [...inputs].map(([key, input]) => h("label", {}, t("attribute", key), input)),
  h("div", { class: "buttons" }, h("button", { class: "primary", id: "edit-save" }, t("save")), h("button", { type: "button", class: "danger", id: "edit-delete", onclick: act.delete }, t("delete")))));
}

function editorInput(m, key, settings) {
  const choices = key === "kind" ? settings.programKinds : key === "type" ? settings.dateTypes : settings[`${key}s`];
  const value = m[key] ?? "";
  if (key === "former") return h("input", { type: "checkbox", checked: Boolean(value) });
  if (choices) {
    const empty = ["mod"].includes(key) ? [h("option", { value: "" }, "–")] : [];
    return h("select", {}, empty, choices.map((c) => h("option", { value: c, selected: c === value }, t("values", c))));
  }
  if (key === "from" || key === "to") return h("input", { type: "number", min: 1, max: 9999, value });
  const pattern = key === "country" ? "[A-Z]{2}" : null;
  return h("input", { type: "text", dir: "auto", value, pattern, required: key === "name" });
}

function inputValue(key, input) {
  if (input.type === "checkbox") return input.checked;
  if (input.value === "") return null;
  return input.type === "number" ? Number(input.value) : input.value;
}
