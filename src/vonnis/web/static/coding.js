// The coding screen: keys, passages, search in the text, the border between the panes.
// Everything that is decided is decided by the server; without this script the screen still works with the mouse.
"use strict";
(() => {
  const text = document.getElementById("text");
  const letters = (string) => [...string]; // positions count code points, as the record does
  const highlight = (name, ranges) => {
    if ("highlights" in CSS) CSS.highlights.set(name, new Highlight(...ranges));
  };

  let hits = []; // of the search in the text, and which of them is in view
  let at = -1;

  // --- passages ---
  function placeOf(node, offset) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const paragraph = element.closest("[data-start]");
    if (!paragraph || !text.contains(paragraph)) return null;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(node, offset);
    return Number(paragraph.dataset.start) + letters(before.toString()).length;
  }

  function selected() {
    const selection = window.getSelection();
    if (!text || !selection || selection.isCollapsed || selection.rangeCount === 0) return null;
    const range = selection.getRangeAt(0);
    const [first, last] = [placeOf(range.startContainer, range.startOffset), placeOf(range.endContainer, range.endOffset)];
    if (first === null || last === null) return null;
    const words = range.toString(); // blanks at either side are nobody's evidence
    const start = first + words.length - words.trimStart().length;
    const end = last - (words.length - words.trimEnd().length);
    return end <= start ? null : { start, end };
  }

  // Where each paragraph begins, looked up by halves: a long text is walked through once, not for each passage.
  const paragraphs = text ? [...text.querySelectorAll("[data-start]")] : [];
  const starts = paragraphs.map((each) => Number(each.dataset.start));

  function pointAt(place) {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= place) low = middle;
      else high = middle - 1;
    }
    const node = paragraphs[low]?.firstChild;
    if (!node) return null;
    return { node, offset: letters(node.data).slice(0, place - starts[low]).join("").length };
  }

  function rangeOf(start, end) {
    const [first, last] = [pointAt(start), pointAt(end - 1)];
    if (!first || !last) return null;
    const found = document.createRange();
    found.setStart(first.node, first.offset);
    found.setEnd(last.node, last.offset + String.fromCodePoint(last.node.data.codePointAt(last.offset)).length);
    return found;
  }

  function bring(range) {
    const part = range.startContainer.parentElement.closest("details");
    if (part) part.open = true;
    highlight("shown", [range]);
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
  }

  const isHere = (each) => text && each.dataset.document === text.dataset.document;

  function draw() {
    const here = [...document.querySelectorAll("#questions [data-passage]")].filter(isHere);
    const ranges = (some) => some.map((each) => rangeOf(...each.dataset.passage.split("-").map(Number))).filter(Boolean);
    highlight("passage", ranges(here.filter((each) => each.dataset.by !== "machine")));
    highlight("machine", ranges(here.filter((each) => each.dataset.by === "machine")));
  }

  function attach() {
    const found = selected();
    if (!found) return false;
    if (underway) {
      waiting = "e"; // the answer that it belongs to is being saved
      waitsFor = asked();
      return true;
    }
    const form = document.getElementById("evidence");
    if (!form) return false;
    form.elements.document.value = text.dataset.document;
    form.elements.start.value = found.start;
    form.elements.end.value = found.end;
    window.getSelection().removeAllRanges();
    form.querySelector("button").click();
    return true;
  }

  // --- a passage by keyboard: it begins at a hit of the search or at the first words in view, and grows by arrows ---
  const STEPS = {
    ArrowRight: ["forward", "word"],
    ArrowLeft: ["backward", "word"],
    ArrowDown: ["forward", "line"],
    ArrowUp: ["backward", "line"],
  };
  let choosing = false;

  function firstWord() {
    const top = document.getElementById("reading").getBoundingClientRect().top;
    const seen = paragraphs.find((each) => {
      if (each.closest("details:not([open])")) return false; // what is folded stays so until somebody opens it
      const box = each.getBoundingClientRect();
      return box.height > 0 && box.top >= Math.max(top, 0) && each.firstChild?.data.trim();
    });
    if (!seen) return null;
    const words = seen.firstChild.data;
    const start = words.search(/\S/);
    const length = words.slice(start).search(/\s|$/);
    const found = document.createRange();
    found.setStart(seen.firstChild, start);
    found.setEnd(seen.firstChild, start + length);
    return found;
  }

  function choose() {
    const first = hits[Math.max(at, 0)] || firstWord();
    if (!first) return false;
    bring(first);
    window.getSelection().setBaseAndExtent(first.startContainer, first.startOffset, first.endContainer, first.endOffset);
    choosing = true;
    return true;
  }

  function grow(key, movesStart) {
    const selection = window.getSelection();
    const turn = () =>
      selection.setBaseAndExtent(selection.focusNode, selection.focusOffset, selection.anchorNode, selection.anchorOffset);
    if (movesStart) turn();
    selection.modify("extend", ...STEPS[key]);
    selection.focusNode.parentElement.scrollIntoView({ block: "nearest" });
    if (movesStart) turn();
  }

  function tell() {
    const told = document.getElementById("chosen");
    const words = choosing ? String(window.getSelection()).replace(/\s+/g, " ").trim() : "";
    if (told) told.textContent = words.length > 90 ? `${words.slice(0, 40)} … ${words.slice(-40)}` : words;
  }

  // --- keys ---
  const TURNS = '.steps a, [data-key="z"]';
  let underway = false; // a request whose answer replaces the questions
  let waiting = null; // the last key that turns them or attaches a passage, pressed meanwhile
  let waitsFor = null; // the question that a passage is for
  const asked = () => document.querySelector("#questions [name=question]")?.value;
  const reached = (key) => [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key && !each.disabled);
  const typing = (element) => element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.documentElement.classList.contains("leaving")) return; // it is meant for the page that comes
    if (event.key === "Escape") {
      document.activeElement.blur();
      if (choosing) window.getSelection().removeAllRanges();
    }
    if (typing(event.target)) return;
    if (choosing && event.key in STEPS) {
      event.preventDefault();
      grow(event.key, event.shiftKey);
      return;
    }
    if (event.repeat) return;
    if (event.key === "s" && text && choose()) {
      event.preventDefault();
      return;
    }
    if (event.key === "e" && attach()) {
      event.preventDefault();
      return;
    }
    const wanted = reached(event.key);
    if (!wanted) return;
    event.preventDefault();
    if (underway && wanted.matches(TURNS)) {
      waiting = event.key;
      return;
    }
    press(wanted);
  });

  function press(wanted) {
    if (wanted.matches("input")) wanted.focus();
    if (!wanted.matches("[type=search]")) wanted.click();
    if (wanted.matches("summary") && wanted.parentElement.open) wanted.scrollIntoView({ block: "center" });
  }

  // --- what is written under a question and not saved yet: that question stays in view until it is ---
  const WRITTEN = ".more textarea, .more select, .more input, .asking textarea";
  const chosenOf = (select) => Math.max(0, [...select.options].findIndex((each) => each.defaultSelected));
  const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
  let sent = new Map(); // what went out with the request that is underway, by field
  let carried = null; // the question whose words the pane that comes takes over, and these words
  let again = false; // whether that pane is to be asked for, as the one that came is of another question

  function written() {
    return [...document.querySelectorAll(`#questions :is(${WRITTEN})`)].filter((field) => {
      if (field.type === "hidden") return false;
      if (sent.has(field)) return sent.get(field) !== valueOf(field);
      if (field.type === "checkbox") return field.checked !== field.defaultChecked;
      return field.matches("select") ? field.selectedIndex !== chosenOf(field) : field.value !== field.defaultValue;
    });
  }

  function keep(fields) {
    const place = document.activeElement;
    carried = {
      question: asked(),
      words: fields.map((field) => [field.name, valueOf(field)]),
      at: place.matches("textarea") ? [place.name, place.selectionStart, place.selectionEnd] : null,
    };
  }

  function giveBack() {
    const { question, words, at: place } = carried;
    carried = null;
    if (question !== asked()) return;
    for (const [name, value] of words) {
      const field = document.querySelector(`#questions :is(${WRITTEN})[name="${name}"]`);
      if (!field) continue;
      if (field.type === "checkbox") field.checked = value;
      else field.value = value;
      field.closest("details").open = true;
      field.dispatchEvent(new Event("input", { bubbles: true })); // what it tells of a person is looked at again
    }
    const field = place && document.querySelector(`#questions textarea[name="${place[0]}"]`);
    field?.focus();
    field?.setSelectionRange(place[1], place[2]);
    remind();
  }

  function remind() {
    const held = document.getElementById("held");
    if (held) held.hidden = written().length === 0;
  }

  // While an answer is on its way the panes take no other request. A key that turns the questions, undoes or
  // attaches a passage waits for it; a second answer does not, for its question is not the one that the coder sees.
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, target } = event.detail;
    if (target.id !== "questions") return;
    sent = new Map([...elt.querySelectorAll(WRITTEN)].map((field) => [field, valueOf(field)]));
    const fields = written();
    const first = fields.find((field) => field.matches("textarea")) || fields[0];
    const stays = elt.matches("[aria-current]") || elt.querySelector("[name=question]");
    if (first && !stays) {
      event.preventDefault();
      remind();
      first.closest("details").open = true;
      first.focus();
      return;
    }
    underway = true;
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "questions" || !event.detail.shouldSwap) return;
    const fields = written();
    carried = null;
    if (!fields.length) return;
    const comes = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
    const next = comes.querySelector("#questions [name=question]")?.value;
    if (!next) return; // the page says why nothing is kept any more
    keep(fields);
    again = next !== asked();
    event.detail.shouldSwap = !again;
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.target.id !== "questions") return;
    underway = false;
    const key = waiting;
    waiting = null;
    const stays = again;
    again = false;
    if (!stays && (!key || !event.detail.successful)) return;
    queueMicrotask(() => { // htmx frees the panes only after this
      if (stays) {
        document.querySelector("#questions .persons [aria-current]")?.click();
        return;
      }
      if (key === "e") {
        if (asked() === waitsFor) attach(); // of another question: what is selected stays so
        return;
      }
      const wanted = reached(key);
      if (wanted) press(wanted);
    });
  });

  document.addEventListener("click", (event) => {
    const leads = event.target.closest("button[data-passage]");
    const range = leads && isHere(leads) ? rangeOf(...leads.dataset.passage.split("-").map(Number)) : null;
    if (range) bring(range);
    if (event.target.closest("#attach")) attach();
  });

  document.addEventListener("selectionchange", () => {
    const button = document.getElementById("attach");
    const found = selected();
    if (button) button.hidden = !found;
    if (!found) choosing = false;
    tell();
  });

  // --- search in the text ---
  const search = document.getElementById("search");
  const count = document.getElementById("hits");
  function find(words) {
    hits = [];
    at = -1;
    const wanted = words.toLocaleLowerCase("nl");
    for (const paragraph of wanted.length > 1 ? paragraphs : []) {
      const node = paragraph.firstChild;
      const held = node ? node.data.toLocaleLowerCase("nl") : "";
      for (let place = held.indexOf(wanted); place >= 0; place = held.indexOf(wanted, place + wanted.length)) {
        const range = document.createRange();
        range.setStart(node, place);
        range.setEnd(node, place + wanted.length);
        hits.push(range);
      }
    }
    highlight("found", hits);
    count.textContent = wanted.length > 1 ? String(hits.length) : "";
  }

  if (search && text) {
    search.addEventListener("input", () => find(search.value.trim()));
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !hits.length) return;
      event.preventDefault();
      at = (at + (event.shiftKey ? -1 : 1) + hits.length) % hits.length;
      bring(hits[at]);
      count.textContent = `${at + 1} / ${hits.length}`;
    });
  }

  // --- the border between the panes ---
  const border = document.getElementById("border");
  const panes = document.getElementById("panes");
  function place(share) {
    const kept = Math.round(Math.min(75, Math.max(25, share)));
    document.documentElement.style.setProperty("--text-width", `${kept}%`);
    border.setAttribute("aria-valuenow", String(kept));
    localStorage.setItem("vonnis-border", String(kept));
  }
  if (border && panes) {
    const kept = Number(localStorage.getItem("vonnis-border"));
    if (kept) place(kept);
    border.addEventListener("pointerdown", (event) => {
      border.setPointerCapture(event.pointerId);
      const move = (moved) => place((100 * (moved.clientX - panes.getBoundingClientRect().left)) / panes.clientWidth);
      border.addEventListener("pointermove", move);
      border.addEventListener("pointerup", () => border.removeEventListener("pointermove", move), { once: true });
    });
    border.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -5, ArrowRight: 5 }[event.key];
      if (!step) return;
      event.preventDefault();
      place(Number(border.getAttribute("aria-valuenow")) + step);
    });
  }

  // --- after each answer ---
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "questions") return; // a warning under a note must not take the focus out of it
    sent = new Map();
    draw();
    const question = document.querySelector("#questions .current");
    if (question) question.focus();
    if (carried) giveBack();
  });
  const connected = (is) => document.body.classList.toggle("offline", !is);
  document.body.addEventListener("htmx:sendError", () => connected(false));
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr.status) connected(event.detail.successful); // none: it was given up for a newer one, or failed, as said above
  });
  draw();
})();
