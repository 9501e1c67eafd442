"use strict";
(() => {
  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const main = find("main");
  const dock = find("#dock");
  const dialog = find("#keys");
  const keysOn = find("#keys-on");
  const boxes = all(".filter input");
  const notes = all(".findings > li");
  const links = new Map(notes.map((note) => [note.id, []]));
  const noteIds = (link) => link.getAttribute("aria-describedby").split(" ");
  for (const link of all(".texts a[aria-describedby]")) for (const id of noteIds(link)) links.get(id).push(link);
  const drawn = (link) => link.closest("mark") || link;
  const SEVERITIES = ["critical", "major", "minor", "neutral"];
  const severity = (note) => SEVERITIES.find((name) => note.classList.contains(name));
  const confidence = (note) => ["high", "medium", "low"].find((name) => note.classList.contains(name));

  let view = "";
  let chosen = null;
  let hidden = new Set();

  // The state of the page stands after the place in its address: #f12&view=differences&hide=minor,low

  const stateText = () =>
    (view && `&view=${view}`) + (hidden.size ? `&hide=${[...hidden].sort().join(",")}` : "");
  const writeAddress = (place) => {
    try {
      history.replaceState(null, "", `#${place}${stateText()}`);
    } catch {
      // Some browsers keep files from writing their address: the page works without.
    }
  };
  const readAddress = () => {
    const parts = location.hash.slice(1).split("&");
    const values = Object.fromEntries(parts.filter((part) => part.includes("=")).map((part) => part.split("=")));
    if (parts.some((part) => part.includes("="))) {
      hidden = new Set((values.hide || "").split(",").filter((name) => boxes.some((box) => box.value === name)));
      setView(values.view || "");
    }
    return parts[0];
  };

  // Views: what differs from the reference, and what is suggested.

  const setView = (name) => {
    const button = name && find(`[data-view="${CSS.escape(name)}"]:is(button)`);
    view = button ? name : "";
    root.toggleAttribute("data-view", Boolean(view));
    if (view) root.dataset.view = view;
    for (const each of all("button[data-view]")) each.setAttribute("aria-pressed", String(each.dataset.view === view));
    for (const each of all("[data-of]")) each.hidden = each.dataset.of !== view;
    showDifferences(view === "differences");
    if (view === "suggestions") makePreviews();
  };
  const toggle = (name) => {
    setView(view === name ? "" : name);
    writeAddress(chosen ? chosen.id : "");
  };

  const rename = (element, name) => {
    const other = document.createElement(name);
    other.append(...element.childNodes);
    element.replaceWith(other);
  };
  const showDifferences = (on) => {
    for (const [side, name] of [["Hypothesis", "del"], ["Reference", "ins"]]) {
      const texts = `.texts td[data-label="${side}"] > p:not(.preview)`;
      for (const each of all(`${texts} ${on ? "span" : name}`)) rename(each, on ? name : "span");
    }
  };
  const make = (name, text) => {
    const element = document.createElement(name);
    element.textContent = text;
    return element;
  };
  const makePreviews = () => {
    for (const note of notes.filter((each) => "put" in each.dataset && !each.made)) {
      note.made = true;
      const own = links.get(note.id).filter((link) => link.closest("p.hypothesis"));
      if (!own.length) continue;
      const text = own[0].closest("p");
      let preview = text.nextElementSibling;
      if (!preview) {
        preview = text.cloneNode(true);
        preview.className = "preview";
        text.after(preview);
        text.classList.add("previewed");
      }
      const places = all("a[aria-describedby]", preview).filter((link) => noteIds(link).includes(note.id));
      const isWhole = places[0].parentElement === preview;
      const marks = isWhole ? [preview] : places.map((link) => link.parentElement);
      const link = make("a", "");
      link.href = `#${note.id}`;
      link.setAttribute("aria-describedby", note.id);
      link.dataset.notes = note.id.slice(1);
      link.className = severity(note);
      if (isWhole) for (const each of all(":scope > a", preview)) each.remove();
      const removed = marks.map((each) => each.textContent).join("");
      if (removed) link.append(make("del", removed));
      if (note.dataset.put) link.append(make("ins", note.dataset.put));
      if (isWhole) preview.replaceChildren(link);
      else {
        marks[0].replaceWith(link);
        for (const each of marks.slice(1)) each.remove();
      }
      links.get(note.id).push(link);
    }
    for (const each of all(".preview mark")) each.replaceWith(each.textContent);
    for (const each of all(".preview > a.severity")) each.remove();
  };

  // Filter: which notes are shown, and so what is marked.

  const isShown = (note) => !hidden.has(severity(note)) && !hidden.has(confidence(note));
  const filter = () => {
    for (const box of boxes) box.checked = !hidden.has(box.value);
    for (const note of notes) note.hidden = !isShown(note);
    for (const link of new Set([...links.values()].flat())) mark(link);
    if (chosen?.hidden) leave();
    tell();
  };
  const mark = (link) => {
    if (link.closest(".preview")) return;
    const shown = noteIds(link).map((id) => document.getElementById(id)).filter((note) => !note.hidden);
    const worst = shown[0];
    const element = drawn(link);
    const kept = ["lit", "chosen"].filter((name) => element.classList.contains(name));
    if (!worst) element.className = "off";
    else element.className = [severity(worst), ...kept].join(" ");
    if (element.tagName === "MARK") {
      element.classList.toggle("unsure", Boolean(worst) && confidence(worst) === "low");
      element.dataset.all ??= element.dataset.notes || "";
      const ending = element.dataset.all.split(" ").filter((number) => shown.some((note) => note.id === `f${number}`));
      if (ending.length) element.dataset.notes = ending.join(" ");
      else delete element.dataset.notes;
    } else {
      element.classList.add("severity");
      const whole = element.parentElement;
      for (const name of SEVERITIES) whole.classList.remove(name);
      const first = all(":scope > a.severity:not(.off)", whole)[0];
      whole.classList.toggle("off", !first);
      if (first) whole.classList.add(SEVERITIES.find((name) => first.classList.contains(name)));
    }
    if (worst) link.href = `#${worst.id}`;
    link.tabIndex = worst ? 0 : -1;
  };

  // The chosen finding: marked on both sides, told in the dock.

  const shownNotes = () => notes.filter((note) => !note.hidden);
  const linksOf = (note) => (note ? links.get(note.id) : []);
  const isVisible = (element) => element.getClientRects().length > 0;
  const light = (note, name, on) => {
    if (!note) return;
    note.classList.toggle(name, on);
    for (const link of linksOf(note)) {
      drawn(link).classList.toggle(name, on);
      if (link.matches(".whole > a")) link.parentElement.classList.toggle(name, on);
    }
  };
  const tell = () => {
    const count = find("#count");
    if (!count) return;
    const shown = shownNotes();
    const of = shown.length === notes.length ? `${notes.length}` : `${shown.length} shown`;
    const place = chosen ? shown.indexOf(chosen) + 1 : 0;
    const findings = notes.length === 1 ? "finding" : "findings";
    count.textContent = place ? `${place} of ${of}` : shown.length < notes.length
      ? `${shown.length} of ${notes.length} ${findings}` : `${notes.length} ${findings}`;
  };
  const markOf = (note) => {
    const visible = linksOf(note).filter(isVisible);
    return visible.find((link) => link.closest("td").dataset.label === "Hypothesis") || visible[0];
  };
  const choose = (note, { focus = true, block = "center" } = {}) => {
    if (note.hidden) {
      hidden.delete(severity(note));
      hidden.delete(confidence(note));
      filter();
    }
    light(chosen, "chosen", false);
    chosen = note;
    root.dataset.chosen = severity(note);
    light(chosen, "chosen", true);
    fillDock();
    tell();
    const own = markOf(note);
    if (!own) note.tabIndex = -1;
    const target = own || note;
    target.scrollIntoView({ block });
    if (focus) target.focus({ preventScroll: true });
    writeAddress(note.id);
  };
  const fillDock = () => {
    const number = chosen.id.slice(1);
    dock.setAttribute("aria-live", dock.contains(document.activeElement) ? "polite" : "off");
    dock.className = `dock ${severity(chosen)}`;
    find("#dock-title").textContent = `Finding ${number} of ${notes.length}`;
    const rule = find(".rule a", chosen);
    const reason = document.createElement("p");
    reason.className = "reason";
    reason.append(...find("dd", find(rule.getAttribute("href"))).cloneNode(true).childNodes);
    const told = [...chosen.children].map((child) => child.cloneNode(true));
    find("#dock-text").replaceChildren(...told, reason);
    find("#dock-copy").hidden = true;
    find("#said").textContent = "";
    dock.hidden = false;
    root.toggleAttribute("data-dock", true);
    dock.scrollTop = 0;
  };
  const leave = () => {
    light(chosen, "chosen", false);
    chosen = null;
    dock.hidden = true;
    root.removeAttribute("data-dock");
  };
  const close = () => {
    if (dialog.open) return dialog.close();
    const filterBox = find(".filter[open]");
    if (filterBox) {
      filterBox.open = false;
      return find("summary", filterBox).focus();
    }
    if (!chosen) return undefined;
    const last = chosen;
    const within = dock.contains(document.activeElement);
    leave();
    tell();
    writeAddress("");
    if (within) (linksOf(last).find(isVisible) || last).focus({ preventScroll: true });
    return undefined;
  };
  const step = (by) => {
    const shown = shownNotes();
    if (!shown.length) return;
    let next = shown.indexOf(chosen) + by;
    if (!chosen) {
      const below = shown.findIndex((note) => {
        const where = linksOf(note).find(isVisible) || note;
        return where.getBoundingClientRect().top >= 0;
      });
      next = by > 0 ? below : below - 1;
      if (below < 0) next = by > 0 ? 0 : shown.length - 1;
    }
    const within = document.activeElement.closest("button");
    choose(shown[(next + shown.length) % shown.length], { focus: !within });
  };

  // The place of a finding, for a ticket.

  const placeText = (note) => {
    const path = note.dataset.side === "source" && main.dataset.sourcePath ? main.dataset.sourcePath : main.dataset.path;
    const told = all(".message, .cure", note).map((part) => part.textContent.trim()).join(" ");
    return `${path}:${note.dataset.at}: ${told} [${find(".rule code", note).textContent}]`;
  };
  const copy = async () => {
    if (!chosen) return;
    const text = placeText(chosen);
    const field = find("#dock-copy");
    const said = find("#said");
    said.textContent = "";
    let copied = false;
    try {
      await navigator.clipboard.writeText(text);
      copied = true;
    } catch {
      field.hidden = false;
      field.value = text;
      field.select();
      copied = document.execCommand("copy");
      if (copied) field.hidden = true;
    }
    said.textContent = copied ? `Copied: ${text}` : "Press Ctrl+C or ⌘C to copy the selected text.";
  };

  // Keys and buttons do the same.

  const walk = (relation) => {
    const link = find(`.walk a[rel="${relation}"]`);
    if (link) location.href = link.href + (stateText() ? `#${stateText()}` : "");
  };
  const actions = {
    n: () => step(1),
    p: () => step(-1),
    j: () => walk("next"),
    k: () => walk("prev"),
    d: () => find("[data-view=differences]") && toggle("differences"),
    s: () => find("[data-view=suggestions]") && toggle("suggestions"),
    c: copy,
    "?": () => (dialog.open ? dialog.close() : dialog.showModal()),
    Escape: close,
  };
  const TYPING = "textarea:not([readonly]), select, [contenteditable], input:not([type=checkbox])";

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest(TYPING)) return;
    const isOff = event.key !== "Escape" && (dialog.open ? event.key !== "?" : !keysOn.checked);
    const action = Object.hasOwn(actions, event.key) && actions[event.key];
    if (isOff || !action) return;
    event.preventDefault();
    action();
  });
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return undefined;
    const button = event.target.closest("button[data-key]");
    if (button) return actions[button.dataset.key]();
    const link = event.target.closest(".texts a[aria-describedby]");
    if (link) {
      event.preventDefault();
      const ids = noteIds(link).filter((id) => !document.getElementById(id).hidden);
      const next = ids[(ids.indexOf(chosen?.id) + 1) % ids.length];
      if (!next) return undefined;
      choose(document.getElementById(next), { focus: false, block: "nearest" });
      if (event.detail === 0) find("#dock-title").focus();
    } else if (event.target.closest(".walk a[rel]")) {
      event.preventDefault();
      walk(event.target.closest("a").rel);
    } else if (!event.target.closest("a, summary, input, label") && getSelection().isCollapsed) {
      const note = event.target.closest(".findings > li");
      if (note) choose(note, { focus: false, block: "nearest" });
    }
    return undefined;
  });
  let lit = null;
  const follow = (event) => {
    const link = event.target.closest(".texts a[aria-describedby]");
    const ids = link ? noteIds(link).filter((each) => !document.getElementById(each).hidden) : [];
    const id = ids.includes(chosen?.id) ? chosen.id : ids[0];
    const note = id ? document.getElementById(id) : event.target.closest(".findings > li");
    if (note === lit) return;
    light(lit, "lit", false);
    lit = note;
    light(lit, "lit", true);
  };
  document.addEventListener("mouseover", follow);
  document.addEventListener("focusin", follow);
  for (const box of boxes)
    box.addEventListener("change", () => {
      hidden = new Set(boxes.filter((each) => !each.checked).map((each) => each.value));
      filter();
      writeAddress(chosen ? chosen.id : "");
    });
  try {
    keysOn.checked = localStorage.getItem("mtqa-keys") !== "off";
    keysOn.addEventListener("change", () => localStorage.setItem("mtqa-keys", keysOn.checked ? "on" : "off"));
  } catch {
    // Where nothing may be stored the choice lasts as long as the page.
  }

  const arrive = () => {
    const before = hidden.size;
    const place = readAddress();
    if (before || hidden.size) filter();
    tell();
    const target = place && document.getElementById(place);
    if (links.has(place)) choose(target);
    else if (target && stateText()) target.scrollIntoView();
  };
  addEventListener("hashchange", arrive);
  // Once a page has loaded, the browser goes to the note that its address names: back to the mark in the text.
  addEventListener("load", () => requestAnimationFrame(() => chosen && (markOf(chosen) || chosen).scrollIntoView({ block: "center" })));
  find("#tools").hidden = false;
  arrive();
})();
