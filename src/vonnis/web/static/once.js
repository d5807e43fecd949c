// A form is sent once: a second click, or a key meant for the page that comes, does not go out with it.
"use strict";
(() => {
  const page = document.documentElement.classList;
  const PATIENCE = 5000; // after so many milliseconds without a new page, whoever tries again means it
  let timer;

  function turns(leaving) {
    clearTimeout(timer);
    page.toggle("leaving", leaving);
    if (leaving) timer = setTimeout(() => turns(false), PATIENCE);
  }

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return; // htmx sends it, and takes one at a time
    if (page.contains("leaving")) event.preventDefault();
    else turns(true);
  });
  window.addEventListener("beforeunload", () => turns(true));
  window.addEventListener("pageshow", () => turns(false));
})();
