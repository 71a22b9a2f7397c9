// Tables are sorted by a click on a heading (up, down, as they were); texts are copied by a click.
// Started by the head of the first page that is drawn: before that there is nothing to look at.
window.warehouseStart = () => {
  window.warehouseStart = () => {};
  // Streamlit's own parts, which a new version may call otherwise: its page, on which it writes
  // whether its script runs, the link that skips the menu, the uploader's button, and the one
  // that runs the script.
  const streamlit = {
    app: "[data-testid=stApp]",
    state: "data-test-script-state",
    skip: "[data-testid=stSkipToContent]",
    said: "[role=dialog] :is(p, div, span, h2, code), [role=listbox] div",
    upload: "[data-testid=stFileUploaderDropzone] button p",
    renew: ".st-key-renew button",
    chart: "[data-testid=stVegaLiteChart] :is(svg.marks, canvas)",
    charts: ".stVegaLiteChart",
    drawing: "svg.marks, canvas",
    skeleton: "[data-testid=stMain] [data-testid=stSkeleton]",
    main: "[data-testid=stMain]",
    bar: ".st-key-bar",
    boxes: ".st-key-bar :is([data-testid=stSelectbox], [data-testid=stMultiSelect])",
    chip: "[data-tag]",
  };
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const number = (text) => {
    const found = text.replace(/−/g, "-").replace(/,/g, "").match(/^[^\d]*?(-?\d+(\.\d+)?)/);
    return found ? Number(found[1]) : null;
  };
  const compare = (isNumber) => (a, b) => {
    if (!isNumber) return collator.compare(a, b);
    const [x, y] = [number(a), number(b)];
    return x === null || y === null ? (x === null) - (y === null) : x - y;
  };
  const sort = (head) => {
    const table = head.closest("table");
    const body = table.tBodies[0];
    body.warehouseRows ??= [...body.rows];
    const next = { ascending: "descending", descending: "none" };
    const order = next[head.getAttribute("aria-sort")] ?? "ascending";
    const at = head.cellIndex;
    const by = compare(head.matches(".number, .wrap"));
    const rows = [...body.warehouseRows];
    if (order !== "none") {
      const way = order === "ascending" ? 1 : -1;
      rows.sort((a, b) => way * by(a.cells[at].innerText, b.cells[at].innerText));
    }
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    if (order !== "none") head.setAttribute("aria-sort", order);
    body.append(...rows);
  };
  // A long table shows its first rows; all of them when asked for, and when it is copied.
  const unfold = (button) => {
    const place = button.parentElement;
    place.querySelector("table.long")?.classList.add("all");
    place.querySelector("button.all")?.remove();
  };
  const copy = (button) => {
    // The clipboard's own interface is closed to pages that are not served by https.
    const range = document.createRange();
    range.selectNodeContents(button.previousElementSibling);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    if (!document.execCommand("copy")) return;
    button.classList.add("copied");
    if (button.ariaLabel) button.ariaLabel = button.title = button.dataset.copied;
    else button.textContent = button.dataset.copied;
  };
  // Streamlit's own words, which it has in English only, in those of the page
  // (window.warehouseWords): whenever its script ends or a part is added (some are fetched only
  // then, and come after the script has ended), and when something gets the focus.
  const sources = new WeakMap();
  const inOurWords = (source) => {
    for (const [english, ours] of window.warehouseWords) {
      const [head, tail] = english.split("{}");
      const isSame = tail === undefined && source === head;
      const isLike = tail !== undefined && source.startsWith(head) && source.endsWith(tail);
      if (isSame || isLike) {
        return ours.replace("{}", () => source.slice(head.length, source.length - tail.length));
      }
    }
    return source;
  };
  const reword = (element, name) => {
    const now = element[name];
    if (!now) return;
    const known = sources.get(element);
    const source = known?.said === now ? known.source : now;
    const said = inOurWords(source);
    sources.set(element, { source, said });
    if (said !== now) element[name] = said;
  };
  const rewordAll = () => {
    document.querySelectorAll("[aria-label]:not(svg *)").forEach((each) => reword(each, "ariaLabel"));
    document.querySelectorAll(streamlit.skip).forEach((each) => reword(each, "textContent"));
    document.querySelectorAll(streamlit.said).forEach((each) => {
      if (each.childElementCount === 0) reword(each, "textContent");
    });
    // streamlit.css shows our words in the place of Streamlit's; the button is called what is shown.
    document.querySelectorAll(streamlit.upload).forEach((each) => {
      const shown = getComputedStyle(each, "::after").content;
      if (shown.startsWith('"')) each.closest("button").ariaLabel = JSON.parse(shown);
    });
  };
  // What takes longer than a second says so, and for how long; a screen reader hears it once.
  const app = document.querySelector(streamlit.app);
  let clock;
  const showWork = () => {
    clearInterval(clock);
    document.querySelectorAll(".working").forEach((each) => each.replaceChildren());
    if (app.getAttribute(streamlit.state) !== "running") return;
    const started = Date.now();
    clock = setInterval(() => {
      const place = document.querySelector(".working");
      if (!place) return;
      if (!place.firstChild) {
        const passed = Object.assign(document.createElement("span"), { ariaHidden: "true" });
        place.append(place.dataset.said, passed);
      }
      const seconds = Math.round((Date.now() - started) / 1000);
      place.lastChild.textContent = place.dataset.seconds.replace("{}", seconds);
    }, 1000);
  };
  // A way that a reader takes is not overtaken: until its run has begun, running the script again
  // would run that of the page that is being left. Where one runs already no beginning is seen.
  const pause = 2000;
  let leftAt = -Infinity;
  addEventListener("popstate", () => { leftAt = Date.now(); }, true);
  const buttonToRun = () => {
    const button = document.querySelector(streamlit.renew);
    return button && !button.disabled && Date.now() - leftAt > pause ? button : null;
  };
  // Another build is published now and then. A page that is looked at asks every other second
  // for the token of the one published now, beside its own address, and runs its script only where
  // it was drawn from another. Nothing but a token counts as an answer (a proxy may send its own
  // page), and one that a run did not bring is not run for again before the patience is over.
  // While the page has lost its server the button is disabled: pressed once it is found again.
  const patience = 30000;
  let isAsking = false;
  let ran = { token: "", at: 0 };
  const askForBuild = async () => {
    const { published, token } = document.querySelector("[data-token]")?.dataset ?? {};
    if (!token || document.hidden || isAsking) return;
    isAsking = true;
    try {
      const asked = { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(patience) };
      const answer = await (await fetch(new URL(published, location.href), asked)).text();
      const isNew = /^[0-9a-f]{32}$/.test(answer) && answer !== token;
      const button = buttonToRun();
      if (!isNew || !button) return;
      if (answer === ran.token && Date.now() - ran.at < patience) return;
      ran = { token: answer, at: Date.now() };
      button.click();
    } catch {
      // The server is away for a moment, or starts anew: asked again soon.
    } finally {
      isAsking = false;
    }
  };
  // The first run of a visit ends with the page's first chart and leaves a mark there: what stands
  // below comes once the chart is drawn, or does not come within the time it may take.
  const longest = 3000;
  const look = 30;
  let restSince = 0;
  const askForRest = () => {
    if (!document.querySelector("[data-rest]")) {
      restSince = 0;
      return;
    }
    restSince ||= Date.now();
    const button = buttonToRun();
    const isDrawn = document.querySelector(streamlit.chart) || Date.now() - restSince > longest;
    const isReady = app.getAttribute(streamlit.state) !== "running";
    if (button && isDrawn && isReady) {
      button.click();
      setTimeout(askForRest, pause);
    } else {
      setTimeout(askForRest, look);
    }
  };
  setInterval(askForBuild, pause);
  document.addEventListener("visibilitychange", askForBuild);
  new MutationObserver(() => {
    if (app.getAttribute(streamlit.state) === "running") leftAt = -Infinity;
    rewordAll();
    showWork();
    if (!restSince) askForRest();
  }).observe(app, { attributeFilter: [streamlit.state] });
  let rewording;
  // Lists and dialogs stand beside the page's own parts.
  new MutationObserver(() => {
    clearTimeout(rewording);
    rewording = setTimeout(rewordAll, look);
  }).observe(document.body, { childList: true, subtree: true });
  // The script may have ended, and all parts be there, before this is run.
  rewordAll();
  showWork();
  askForRest();
  document.addEventListener("focusin", (event) => reword(event.target, "ariaLabel"));
  document.addEventListener("click", (event) => {
    const head = event.target.closest?.(".figures th");
    const button = event.target.closest?.("button.copy");
    if (head) sort(head);
    if (button?.matches(".rows")) unfold(button);
    if (button && !button.matches(".all")) copy(button);
  });
  window.warehouseReach(streamlit);
};
