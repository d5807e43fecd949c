// Care while reading: the text opens at the sentence, folded parts open and fold with one key, a pause is proposed.
"use strict";
(() => {
  const reading = document.getElementById("reading");
  const first = document.querySelector("#text [data-first]");

  // --- open at the sentence, unless an address names another place ---
  function begin() {
    const tools = reading.querySelector(".reading-tools");
    const over = getComputedStyle(tools).position === "sticky" ? tools.offsetHeight : 0; // they lie over the text
    const edge = reading.getBoundingClientRect().top + over;
    const topOf = (element) => element.getBoundingClientRect().top;
    reading.scrollTop += topOf(first) - edge;
    // A short text does not scroll so far; then no title is cut in two.
    const titles = [...document.querySelectorAll("#text summary, #text .heading")];
    const cut = titles.find((each) => topOf(each) < edge && each.getBoundingClientRect().bottom > edge);
    if (cut) reading.scrollTop += topOf(cut) - edge;
  }
  if (reading && first && !location.hash && getComputedStyle(reading).overflowY === "auto") {
    begin();
    requestAnimationFrame(begin); // paragraphs have their height once they are in view
  }

  // --- the folded parts ---
  function turn() {
    const parts = [...document.querySelectorAll("#text [data-facts]")];
    const opens = parts.some((part) => !part.open);
    for (const part of parts) part.open = opens;
    if (opens) parts[0]?.scrollIntoView({ block: "start" });
    return parts.length > 0;
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-folded]")) turn();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "f" || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
    if (typing || document.querySelector('[data-key="f"]')) return; // the key on a button is pressed by the screen
    if (turn()) event.preventDefault();
  });

  // --- a pause: after so many minutes of work without ten minutes away ---
  const prompt = document.getElementById("pause");
  const AWAY = 10 * 60 * 1000;
  if (prompt) {
    const minutes = Number(prompt.dataset.minutes);
    const held = (name) => Number(sessionStorage.getItem(name) || 0);
    const began = () => sessionStorage.setItem("vonnis-began", String(Date.now()));
    const look = () => {
      prompt.hidden = Date.now() - held("vonnis-began") < minutes * 60 * 1000;
    };
    const seen = () => {
      if (!held("vonnis-began") || Date.now() - held("vonnis-seen") > AWAY) began();
      sessionStorage.setItem("vonnis-seen", String(Date.now()));
      look();
    };
    prompt.querySelector("[data-later]").addEventListener("click", () => {
      began();
      prompt.hidden = true;
    });
    let scrolled = 0;
    const scrolls = () => {
      if (Date.now() - scrolled < 1000) return; // a scroll makes many events a second; one of them is enough
      scrolled = Date.now();
      seen();
    };
    for (const name of ["keydown", "pointerdown"]) document.addEventListener(name, seen, { capture: true, passive: true });
    document.addEventListener("scroll", scrolls, { capture: true, passive: true });
    seen();
    setInterval(look, 60 * 1000); // time passes while somebody reads; it is no sign of work
  }
})();
