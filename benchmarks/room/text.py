"""What Chromium sees of a long judgment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

MARK = "--vonnis-bench-room"
"""A word of the command line of this browser, by which its processes are found."""
_ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", MARK]
_WATCH = """
window.bench = { usable: null, long: 0, longest: 0 };
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) {
    window.bench.long += 1;
    window.bench.longest = Math.max(window.bench.longest, each.duration);
  }
}).observe({ type: "longtask", buffered: false });
(function look() {
  const marked = window.CSS && CSS.highlights && CSS.highlights.get("passage");
  const stands = document.querySelector("#questions .current");
  if (marked && marked.size >= PASSAGES && stands) {
    requestAnimationFrame(() => requestAnimationFrame(() => { window.bench.usable = performance.now(); }));
    return;
  }
  requestAnimationFrame(look);
})();
"""
_SCROLL = """async () => {
  const pane = document.getElementById("reading");
  const frames = [];
  window.bench.long = 0;
  window.bench.longest = 0;
  let last = performance.now();
  await new Promise((done) => {
    function step(now) {
      frames.push(now - last);
      last = now;
      const end = pane.scrollHeight - pane.clientHeight;
      pane.scrollTop += 240;
      if (pane.scrollTop >= end - 1) done();
      else requestAnimationFrame(step);
    }
    pane.scrollTop = 0;
    requestAnimationFrame(step);
  });
  frames.sort((one, other) => one - other);
  const at = (share) => frames[Math.min(frames.length - 1, Math.floor(share * frames.length))];
  return { frames: frames.length, p95: at(0.95), longest: frames[frames.length - 1], long: window.bench.long };
}"""
_TIMES = """() => {
  const [entry] = performance.getEntriesByType("navigation");
  return { first_byte: entry.responseStart, loaded: entry.domContentLoadedEventEnd, bytes: entry.transferSize };
}"""


def measured(
    address: str, *, name: str, password: str, passages: int, runs: int, ready: Callable[[], None]
) -> list[dict[str, Any]]:
    """Open the file so many times and return what each opening took, in milliseconds.

    ``ready`` is called when the browser stands.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_ARGUMENTS)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl")
        page = context.new_page()
        page.goto(f"{address}/in/")
        page.locator("[name=username]").fill(name)
        page.locator("[name=password]").fill(password)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/")
        page.goto(f"{address}/files/D0001/?question=D0001/k_sex")
        state = context.storage_state()
        ready()
        found = [_once(browser, state, address=address, passages=passages) for _ in range(runs)]
        browser.close()
    return found


def _once(browser: Browser, state: Any, *, address: str, passages: int) -> dict[str, Any]:  # noqa: ANN401 - Playwright's own
    window = {"width": 1280, "height": 900}
    # Playwright waits for a condition by evaluating words, which the policy of the room forbids to everybody else.
    context = browser.new_context(viewport=window, storage_state=state, locale="nl", bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.add_init_script(_WATCH.replace("PASSAGES", str(passages)))
    page.goto(f"{address}/files/D0001/?question=D0001/k_sex")
    page.wait_for_function("window.bench.usable !== null")
    times = page.evaluate(_TIMES)
    usable = page.evaluate("window.bench.usable")
    answer = _answer(page)
    scroll = page.evaluate(_SCROLL)
    context.close()
    return {
        "first_byte": times["first_byte"],
        "usable": usable,
        "bytes": times["bytes"],
        "next_question": answer,
        "scroll_frames": scroll["frames"],
        "scroll_frame_p95": scroll["p95"],
        "scroll_frame_longest": scroll["longest"],
        "scroll_long_tasks": scroll["long"],
    }


def _answer(page: Page) -> float:
    """Return the milliseconds between a key and the next question."""
    heading = page.locator("#questions .current").inner_text()
    page.evaluate("document.activeElement.blur()")
    begun = page.evaluate("performance.now()")
    page.keyboard.press("n")
    page.wait_for_function(
        "heading => document.querySelector('#questions .current')?.innerText !== heading", arg=heading
    )
    return float(page.evaluate("performance.now()")) - float(begun)
