"use strict";
{
  const data = JSON.parse(document.getElementById("data").textContent);
  const table = document.getElementById("table");
  const body = table.tBodies[0];
  const filters = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const pager = document.getElementById("pages");
  const several = data.systems.length > 1;
  const ranked = data.metrics.indexOf(data.rankedBy);
  const number = new Intl.NumberFormat("en");
  const counted = (count, noun) => `${number.format(count)} ${noun}${count === 1 ? "" : "s"}`;
  const mostPrinted = 2000;

  // -- documents ------------------------------------------------------------------------------------------------

  const documents = data.documents.map((row, place) => {
    const [name, page, system, segments, words, scores, condemned, fired, unjudged] = row;
    const kinds = [];
    for (let at = 0; at < fired.length; at += 3) {
      kinds.push({ kind: data.kinds[fired[at]], findings: fired[at + 1], first: fired[at + 2] });
    }
    const prefix = data.systems[system] === null ? "" : `${data.systems[system]}--`;
    const cost = kinds.reduce((sum, each) => sum + each.findings * (1 + 100 * data.weights[each.kind[2]]), 0);
    const text = `${name} ${data.systems[system] ?? ""}`.toLowerCase();
    const href = `${data.folder}/${page || `${prefix}${name}.html`}`;
    return { place, name, text, href, system, segments, words, scores, condemned, kinds, cost, unjudged };
  });
  const systemName = (system) => data.systems[system] ?? "unnamed";
  const score = (row, metric) => row.scores[3 * metric];

  /** What documents can be sorted by: its value, and whether the reader first wants the small or the large. */
  const orders = {
    document: { value: (row) => names().get(row.name), ascending: true },
    system: { value: (row) => row.system, ascending: true },
    findings: { value: (row) => row.cost, ascending: false },
    segments: { value: (row) => row.segments, ascending: false },
    words: { value: (row) => row.words, ascending: false },
  };
  data.metrics.forEach((metric, place) => {
    orders[metric] = { value: (row) => score(row, place), ascending: !data.lowerIsBetter[place] };
  });
  const first = { sort: data.rankedBy ?? "", ascending: data.rankedBy ? orders[data.rankedBy].ascending : true };

  const caption = document.getElementById("documents-caption");
  const unsorted = caption.textContent;

  let ofName = null;
  /** The place of each name in the order of the alphabet; found once, since comparing names is slow. */
  function names() {
    if (!ofName) {
      const collator = new Intl.Collator("en", { numeric: true });
      const inOrder = [...new Set(documents.map((row) => row.name))].sort(collator.compare);
      ofName = new Map(inOrder.map((name, place) => [name, place]));
    }
    return ofName;
  }

  // -- what is asked for: kept in the address, so that a view can be sent ---------------------------------------

  const nothing = { text: "", system: "", severity: "", category: "", rule: "", by: "", min: "", max: "", page: 1, ...first };

  function asked() {
    const given = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
    const state = { ...nothing };
    for (const key of ["text", "system", "severity", "category", "rule", "by", "min", "max"]) {
      state[key] = given.get(key) ?? "";
    }
    if (!data.metrics.includes(state.by)) state.by = "";
    for (const end of ["min", "max"]) if (state[end].trim() === "" || !Number.isFinite(Number(state[end]))) state[end] = "";
    if (Object.hasOwn(orders, given.get("sort") ?? "")) {
      state.sort = given.get("sort");
      state.ascending = orders[state.sort].ascending;
    }
    if (["ascending", "descending"].includes(given.get("order"))) state.ascending = given.get("order") === "ascending";
    state.page = Math.max(1, Math.floor(Number(given.get("page"))) || 1);
    return state;
  }

  function address(state) {
    const given = new URLSearchParams();
    for (const key of ["text", "system", "severity", "category", "rule", "by", "min", "max"]) {
      if (state[key] !== "" && (key !== "by" || state.min !== "" || state.max !== "")) given.set(key, state[key]);
    }
    if (state.sort !== first.sort || state.ascending !== first.ascending) {
      given.set("sort", state.sort);
      given.set("order", state.ascending ? "ascending" : "descending");
    }
    if (state.page > 1) given.set("page", state.page);
    const text = given.toString();
    return text ? `#${text}` : location.pathname + location.search;
  }

  let state = asked();

  /** Another view: a step to go back from, or, while the reader types, in the place of the one before. */
  function ask(changes, { step = true } = {}) {
    const before = address(state);
    state = { ...state, page: 1, ...changes };
    const now = address(state);
    if (now !== before) history[step ? "pushState" : "replaceState"](null, "", now);
    show();
  }

  // -- the documents that are asked for, in order ----------------------------------------------------------------

  const ofFindings = () => state.severity !== "" || state.category !== "" || state.rule !== "";

  function wantedKinds() {
    const severity = data.severities.indexOf(state.severity);
    return new Set(data.kinds.filter(([rule, category, level]) =>
      (state.rule === "" || rule === state.rule) &&
      (state.category === "" || category === state.category) &&
      (state.severity === "" || level === severity)));
  }

  function found() {
    const words = state.text.toLowerCase().split(/\s+/u).filter(Boolean);
    const metric = Math.max(data.metrics.indexOf(state.by || (data.rankedBy ?? "")), 0);
    const [low, high] = [state.min, state.max].map((end) => (end === "" ? null : Math.round(100 * Number(end))));
    const kinds = ofFindings() ? wantedKinds() : null;
    const rows = documents.filter((row) => {
      if (state.system !== "" && systemName(row.system) !== state.system) return false;
      if (!words.every((word) => row.text.includes(word))) return false;
      if (low !== null || high !== null) {
        const value = score(row, metric);
        if (value === null || value === undefined || (low !== null && value < low) || (high !== null && value > high)) return false;
      }
      return kinds === null || row.kinds.some((each) => kinds.has(each.kind));
    });
    const asGiven = state.sort === first.sort && state.ascending === first.ascending;
    return { rows: asGiven ? rows : sorted(rows), kinds };
  }

  /** What has no value stands last either way; what is alike, in the order of the report. */
  function sorted(rows) {
    const { value } = orders[state.sort] ?? { value: (row) => row.place };
    const sign = state.ascending ? 1 : -1;
    const last = sign * Infinity;
    return rows
      .map((row) => ({ row, key: value(row) ?? last }))
      .sort((one, other) => (one.key === other.key ? one.row.place - other.row.place : sign * (one.key < other.key ? -1 : 1)))
      .map(({ row }) => row);
  }

  // -- rows: the same as in the template -------------------------------------------------------------------------

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function drawn(tag, attributes, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  const decimals = (hundredths) => (hundredths / 100).toFixed(2);
  const onScale = (hundredths) => Math.min(Math.max(hundredths / 100, 0), 100).toFixed(1);

  function bar(value, low, high) {
    const range = low === null ? [] : [drawn("path", { class: "range", d: `M${onScale(low)} 3H${onScale(high)}` })];
    const shape = { class: "bar", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" };
    return drawn("svg", shape,
      drawn("rect", { class: "track", width: "100", height: "6" }),
      drawn("rect", { class: "fill", width: onScale(value), height: "6" }), ...range);
  }

  function scoreCell(metric, [value, low, high]) {
    if (value === null) return element("td", { class: "number absent", "data-label": metric }, "none");
    const range = low === null ? [] : [element("span", { class: "range" }, `${decimals(low)}–${decimals(high)}`)];
    return element("td", { class: "number", "data-label": metric }, element("span", { class: "score" }, decimals(value)), " ", ...range);
  }

  function findingsCell(row) {
    const cell = element("td", { class: "number found" });
    data.severities.forEach((severity, level) => {
      const count = row.kinds.reduce((sum, each) => sum + (each.kind[2] === level ? each.findings : 0), 0);
      if (!count) return;
      const word = element("span", { class: `severity shape ${severity}` }, severity);
      cell.prepend(element("span", {}, `${number.format(count)} `, word));
    });
    if (!cell.firstChild) cell.append(element("span", { class: "absent" }, row.unjudged ? "not known" : "none"));
    return cell;
  }

  function nameCell(row, kinds) {
    const link = element("a", { href: row.href }, element("bdi", {}, row.name));
    const cell = element("th", { scope: "row" }, link);
    if (kinds) {
      const chosen = row.kinds.filter((each) => kinds.has(each.kind));
      const count = chosen.reduce((sum, each) => sum + each.findings, 0);
      link.href = `${row.href}#f${Math.min(...chosen.map((each) => each.first))}`;
      cell.append(element("span", { class: "places" }, counted(count, "place")));
    }
    if (row.condemned && data.quality) {
      const [segments, why] = row.condemned;
      cell.append(element("span", { class: "why" }, `quality 0 in ${counted(segments, "segment")}: ${why}`));
    }
    if (row.unjudged) cell.append(element("span", { class: "note" }, "not judged, as in the baseline"));
    return cell;
  }

  function rowOf(row, kinds) {
    const made = element("tr", {}, nameCell(row, kinds));
    if (several) made.append(element("td", {}, element("bdi", {}, systemName(row.system))));
    if (data.quality) made.append(findingsCell(row));
    made.append(element("td", { class: "number count" }, number.format(row.segments)));
    made.append(element("td", { class: "number count" }, number.format(row.words)));
    if (data.rankedBy !== null) {
      const cell = element("td", { class: "chart" });
      const scores = row.scores.slice(3 * ranked, 3 * ranked + 3);
      if (scores[0] !== null) cell.append(bar(...scores));
      made.append(cell);
    }
    data.metrics.forEach((metric, place) => made.append(scoreCell(metric, row.scores.slice(3 * place, 3 * place + 3))));
    return made;
  }

  // -- controls ---------------------------------------------------------------------------------------------------

  const controls = {};

  function field(key, label, control) {
    control.id = `filter-${key}`;
    controls[key] = control;
    return element("p", { class: `field by-${key}` }, element("label", { for: control.id }, label), control);
  }

  function typed(key, label, attributes) {
    const control = element("input", { autocomplete: "off", ...attributes });
    let begun = false;
    control.addEventListener("focus", () => { begun = false; });
    control.addEventListener("input", () => {
      ask({ [key]: control.value }, { step: !begun });
      begun = true;
    });
    return field(key, label, control);
  }

  function chosen(key, label, all, choices) {
    const control = element("select");
    if (all !== null) control.append(new Option(all, ""));
    for (const [value, text] of choices) control.append(new Option(text, value));
    control.addEventListener("change", () => ask({ [key]: control.value }));
    return field(key, label, control);
  }

  /** How many documents have a finding of each rule or category, by name. */
  function documentsBy(part) {
    const counts = new Map();
    for (const row of documents) {
      for (const name of new Set(row.kinds.map((each) => each.kind[part]))) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, count]) => [name, `${name} (${number.format(count)})`]);
  }

  function build() {
    filters.append(typed("text", several ? "Document or system" : "Document", { type: "search" }));
    if (several) filters.append(chosen("system", "System", "All", data.systems.map((_, place) => [systemName(place), systemName(place)])));
    if (data.kinds.length) {
      const used = data.severities.filter((_, level) => data.kinds.some((kind) => kind[2] === level)).reverse();
      filters.append(chosen("severity", "Severity", "Any", used.map((severity) => [severity, severity])));
      filters.append(chosen("category", "Category", "Any", documentsBy(1)));
      filters.append(chosen("rule", "Rule or check", "Any", documentsBy(0)));
    }
    if (data.metrics.length) {
      filters.append(chosen("by", "Score", null, data.metrics.map((metric) => [metric, metric])));
      const range = { type: "number", step: "any", inputmode: "decimal" };
      filters.append(typed("min", "From", range), typed("max", "To", range));
    }
    const clear = element("button", { type: "button", id: "clear" }, "Clear");
    clear.addEventListener("click", () => {
      ask(nothing);
      controls.text.focus();
    });
    filters.append(clear);
    for (const head of table.querySelectorAll("th[data-sort]")) {
      const button = element("button", { type: "button" }, ...head.childNodes);
      button.addEventListener("click", () => {
        const { sort, ascending } = state;
        const key = head.dataset.sort;
        ask({ sort: key, ascending: sort === key ? !ascending : orders[key].ascending });
      });
      head.append(button);
    }
    for (const [label, step] of [["Previous", -1], ["Next", 1]]) {
      const button = element("button", { type: "button" }, label);
      button.addEventListener("click", () => {
        ask({ page: state.page + step });
        document.getElementById("documents").scrollIntoView();
      });
      pager.append(button);
    }
    pager.firstChild.after(element("span"));
    for (const key of ["rule", "category", "system"]) {
      for (const link of document.querySelectorAll(`a[data-${key}]`)) {
        link.addEventListener("click", (event) => {
          event.preventDefault();
          ask({ ...nothing, [key]: link.dataset[key] });
          document.getElementById("documents").focus();
        });
      }
    }
    filters.hidden = false;
  }

  // -- showing ----------------------------------------------------------------------------------------------------

  function told(count) {
    const all = counted(documents.length, "document");
    const which = count === documents.length ? all : `${number.format(count)} of ${all}`;
    const what = [state.severity, state.rule && `“${state.rule}”`, state.category && `in ${state.category}`].filter(Boolean).join(" ");
    return what ? `${which} with findings: ${what}. Each link leads to the first place.` : `${which}.`;
  }

  function page(rows, pages) {
    const from = (state.page - 1) * data.rowsPerPage;
    pager.hidden = pages < 2;
    const [previous, where, next] = pager.children;
    previous.disabled = state.page === 1;
    next.disabled = state.page === pages;
    where.textContent = `Page ${number.format(state.page)} of ${number.format(pages)}`;
    return rows.slice(from, from + data.rowsPerPage);
  }

  function show() {
    const { rows, kinds } = found();
    const pages = Math.max(1, Math.ceil(rows.length / data.rowsPerPage));
    state.page = Math.min(state.page, pages);
    body.replaceChildren(...page(rows, pages).map((row) => rowOf(row, kinds)));
    shown.textContent = told(rows.length);
    for (const [key, control] of Object.entries(controls)) {
      const value = key === "by" ? state.by || (data.rankedBy ?? "") : state[key];
      if (control.value !== value && control !== document.activeElement) control.value = value;
      if (control.value !== value && control.tagName === "SELECT") control.value = value;
    }
    const asGiven = state.sort === first.sort && state.ascending === first.ascending;
    caption.textContent = asGiven ? unsorted : `By ${state.sort}, ${state.ascending ? "ascending" : "descending"}; ranges are 95% intervals`;
    document.getElementById("clear").disabled = address(state) === address(nothing);
    for (const head of table.querySelectorAll("th[data-sort]")) {
      if (head.dataset.sort === state.sort) head.setAttribute("aria-sort", state.ascending ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    draw(rows);
  }

  /** On paper stand all documents that are asked for, not only those of one page. */
  function print() {
    const { rows, kinds } = found();
    body.replaceChildren(...rows.slice(0, mostPrinted).map((row) => rowOf(row, kinds)));
    if (rows.length > mostPrinted) shown.textContent = `${told(rows.length)} Printed are the first ${number.format(mostPrinted)}.`;
  }

  // -- points: the documents that are asked for stand out, a click opens the nearest ------------------------------

  const chart = document.getElementById("scatter");
  const linked = chart !== null && chart.dataset.unit === "document";

  function places() {
    const [from, to, logarithmic] = chart.dataset.words.split(" ").map(Number);
    const [low, high] = chart.dataset.scores.split(" ").map(Number);
    const scale = logarithmic ? Math.log10 : Number;
    const across = (words) => Math.round((1000 * (scale(words) - scale(from))) / (scale(to) - scale(from)));
    const down = (hundredths) => Math.round(1000 - (1000 * (hundredths / 100 - low)) / (high - low));
    return (row) => [across(Math.max(row.words, 1)), down(score(row, ranked))];
  }

  const hasPoint = (row) => row.words > 0 && score(row, ranked) !== null;

  function draw(rows) {
    if (!linked) return;
    const all = rows.length === documents.length;
    const place = places();
    const points = all ? [] : rows.filter(hasPoint).map((row) => `M${place(row).join(" ")}h0`);
    chart.querySelector(".chosen").setAttribute("d", [...new Set(points)].join(""));
    chart.classList.toggle("faint", !all);
  }

  function nearest(event) {
    const box = chart.querySelector("svg").getBoundingClientRect();
    const plot = chart.getBoundingClientRect();
    const [left, width, top, height] = [plot.left + 0.05 * plot.width, 0.94 * plot.width, plot.top + 12, 200];
    const place = places();
    let best = null;
    let closest = box.width ? 24 : 0;
    for (const row of found().rows.filter(hasPoint)) {
      const [x, y] = place(row);
      const distance = Math.hypot(left + (x / 1000) * width - event.clientX, top + (y / 1000) * height - event.clientY);
      if (distance < closest) [best, closest] = [row, distance];
    }
    return best;
  }

  /** A column of the distribution leads to its documents, as do the fields of the score. */
  function openColumns() {
    for (const column of document.querySelectorAll(".column[data-from]")) {
      const { metric, from, to } = column.dataset;
      column.addEventListener("click", () => {
        ask({ ...nothing, by: metric, min: from, max: to });
        document.getElementById("documents").focus();
      });
    }
  }

  function follow() {
    const tip = element("p", { class: "tip", "aria-hidden": "true" });
    chart.after(tip);
    chart.addEventListener("pointermove", (event) => {
      const row = nearest(event);
      chart.classList.toggle("near", row !== null);
      tip.textContent = row ? `${row.name}${several ? `, ${systemName(row.system)}` : ""}: ${decimals(score(row, ranked))}, ${counted(row.words, "word")}` : "";
    });
    chart.addEventListener("pointerleave", () => { tip.textContent = ""; });
    chart.addEventListener("click", (event) => {
      const row = nearest(event);
      if (row) location.assign(row.href);
    });
  }

  build();
  openColumns();
  if (linked) follow();
  show();
  const restore = () => {
    state = asked();
    show();
  };
  addEventListener("popstate", restore);
  addEventListener("hashchange", restore);
  addEventListener("beforeprint", print);
  addEventListener("afterprint", show);
}
