// Ways to get about: links of ours open without loading everything anew, / searches, ? lists the
// shortcuts, and on a telephone tabs and choices are folded. Which regions a reader had last is kept
// in the browser alone.
// page.js tells the names of Streamlit's parts.
window.warehouseReach = (streamlit) => {
  const app = document.querySelector(streamlit.app);
  const base = new URL(".", location.href);
  const part = (selector) => document.querySelector(selector);
  // What waits for its place (streamlit.css) does so no longer than this.
  const longest = 8000;
  const root = document.documentElement.classList;
  let patience;
  const awaitSettling = () => {
    root.remove("settled");
    clearTimeout(patience);
    patience = setTimeout(() => root.add("settled"), longest);
  };
  const go = (address) => {
    if (address.href === location.href) return;
    awaitSettling();
    window.warehouseGo(address);
    if (!place) part(streamlit.main)?.scrollTo(0, 0);
  };

  // A tab shows the choice of the page it is clicked on, which may have settled since.
  const isOurs = (address) => {
    const pages = [...document.querySelectorAll(".tabs a")].map((link) => new URL(link.href).pathname);
    const inSecond = address.pathname.startsWith(base.pathname) &&
      /^[a-z_]*$/.test(address.pathname.slice(base.pathname.length));
    return address.origin === location.origin && (pages.includes(address.pathname) || inSecond);
  };
  // A mark of a chart leads where its row names (app/figure/leading.py): Vega keeps it in the data
  // of the element. What stands behind # is shown once the page is there.
  let place = "";
  const lead = (event) => {
    const item = event.target.closest?.(streamlit.charts) && event.target.__data__;
    const href = (Array.isArray(item) ? item[0] : item)?.href;
    if (!href) return;
    event.preventDefault();
    event.stopPropagation();
    const address = new URL(href, location.href);
    place = address.hash;
    address.hash = "";
    if (address.href === location.href) showPlace();
    else go(address);
  };
  const showPlace = () => {
    part(place || null)?.scrollIntoView({ block: "start" });
    place = "";
  };
  const follow = (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (event.defaultPrevented || !["", "_self"].includes(link.target) || link.hasAttribute("download")) return;
    if (link.getAttribute("href").startsWith("#")) return;
    const address = new URL(link.href);
    if (!isOurs(address) || address.hash) return;
    event.preventDefault();
    if (link.hasAttribute("data-page") && location.search) address.search = location.search;
    if (link.dataset.lang) {
      address.search = location.search;
      address.searchParams.set("lang", link.dataset.lang);
    }
    fold(".fold", false);
    go(address);
  };

  // What is folded is shown by a class, so that it may be in parts that come anew.
  const open = { ".fold": "tabs-open", ".choices": "choices-open" };
  const fold = (selector, isOpen) => {
    root.toggle(open[selector], isOpen);
    part(selector)?.setAttribute("aria-expanded", isOpen);
  };
  const isOpen = (selector) => root.contains(open[selector]);
  const sayChoices = () => {
    const button = part("button.choices");
    if (!button) return;
    const said = [...document.querySelectorAll(streamlit.boxes)]
      .filter((box) => !box.closest("template"))
      .map((box) => {
        const chips = [...box.querySelectorAll(streamlit.chip)].filter((chip) => !chip.closest("template"));
        return chips.length ? chips.map((chip) => chip.innerText.trim()).join("、") : box.querySelector("input")?.value;
      })
      .filter(Boolean);
    const text = said.join(" · ") || button.dataset.said;
    if (button.textContent !== text) button.textContent = text;
    button.setAttribute("aria-expanded", isOpen(".choices"));
    button.hidden = !part(streamlit.bar);
  };

  // Search: what is typed is asked for, the answer is a list that the arrow keys move in.
  let asked = 0;
  let found = [];
  let at = -1;
  const box = () => part(".search input");
  const list = () => part("#found");
  const close = () => {
    asked += 1;
    found = [];
    at = -1;
    list().hidden = true;
    box().setAttribute("aria-expanded", "false");
    box().removeAttribute("aria-activedescendant");
  };
  const mark = (place) => {
    at = place;
    [...list().children].forEach((row, number) => row.setAttribute("aria-selected", number === at));
    if (at < 0) box().removeAttribute("aria-activedescendant");
    else {
      box().setAttribute("aria-activedescendant", `found-${at}`);
      list().children[at].scrollIntoView({ block: "nearest" });
    }
  };
  const addressOf = (each) => {
    const address = new URL(each.page || ".", base);
    const now = new URL(location.href).searchParams;
    for (const name of ["region", "home", "lang"]) if (now.has(name)) address.searchParams.set(name, now.get(name));
    for (const [name, value] of Object.entries(each.chosen)) address.searchParams.set(name, value);
    if (!Object.keys(each.chosen).length) address.search = location.search;
    return address;
  };
  const show = (answer) => {
    found = answer;
    const { none } = part(".search").dataset;
    const rows = answer.map((each, number) => {
      const row = document.createElement("li");
      row.id = `found-${number}`;
      row.role = "option";
      const name = Object.assign(document.createElement("b"), { textContent: each.name });
      const about = Object.assign(document.createElement("span"), {
        textContent: [each.kind, each.place].filter(Boolean).join(" · "),
      });
      row.append(name, " ", about);
      return row;
    });
    if (!rows.length) {
      const row = Object.assign(document.createElement("li"), { textContent: none, className: "none" });
      row.role = "option";
      row.setAttribute("aria-disabled", "true");
      rows.push(row);
    }
    list().replaceChildren(...rows);
    list().hidden = false;
    box().setAttribute("aria-expanded", "true");
    mark(answer.length ? 0 : -1);
  };
  const ask = async () => {
    const typed = box().value.trim();
    if (!typed) return close();
    const number = (asked += 1);
    const { pass, lang, home } = part(".search").dataset;
    const query = new URLSearchParams({ q: typed, lang, pass, home });
    try {
      const answer = await fetch(new URL(`search?${query}`, base), { cache: "no-store" });
      if (answer.ok && number === asked) show(await answer.json());
    } catch {
      // The server is away for a moment: the next letter asks again.
    }
  };
  const take = (place) => {
    const each = found[place];
    if (!each) return;
    box().value = "";
    close();
    box().blur();
    go(addressOf(each));
  };
  const inSearch = (event) => {
    const last = found.length - 1;
    if (event.key === "Escape") {
      box().value = "";
      close();
      box().blur();
    } else if (event.key === "ArrowDown" && last >= 0) mark(at >= last ? 0 : at + 1);
    else if (event.key === "ArrowUp" && last >= 0) mark(at <= 0 ? last : at - 1);
    else if (event.key === "Enter") take(at);
    else return;
    event.preventDefault();
  };

  document.addEventListener("keydown", (event) => {
    if (event.target.closest?.(".search input")) return inSearch(event);
    if (event.key === "Escape") fold(".fold", false);
    const isWriting = event.target.closest?.("input, textarea, select, [contenteditable=true], dialog");
    if (isWriting || event.ctrlKey || event.metaKey || event.altKey || !box()) return;
    if (event.key === "/") {
      event.preventDefault();
      event.stopPropagation();
      box().focus();
    } else if (event.key === "?") part("dialog.shortcuts").showModal();
  }, true);
  document.addEventListener("input", (event) => {
    if (event.target.closest?.(".search input")) ask();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.closest?.(".search input")) setTimeout(close, 200);
  });
  document.addEventListener("click", lead, true);
  document.addEventListener("click", (event) => {
    const row = event.target.closest?.("#found li");
    if (row) take([...list().children].indexOf(row));
    else if (event.target.closest?.("button.fold")) fold(".fold", !isOpen(".fold"));
    else if (event.target.closest?.("button.choices")) fold(".choices", !isOpen(".choices"));
    else if (event.target.closest?.("dialog .close")) event.target.closest("dialog").close();
    else {
      if (!event.target.closest?.(".tabs")) fold(".fold", false);
      follow(event);
    }
  });

  const keepRegions = () => {
    const recent = part("[data-recent]")?.dataset.recent;
    if (!recent || document.cookie.includes(`warehouse_regions=${recent};`)) return;
    document.cookie = `warehouse_regions=${recent}; path=${base.pathname}; max-age=31536000; samesite=lax`;
  };
  // A page has settled once its script has ended and all of its charts are drawn.
  const noteSettled = () => {
    const isRunning = app.getAttribute(streamlit.state) === "running" || part("[data-rest]");
    const isDrawing = [...document.querySelectorAll(streamlit.charts)].some((each) => !each.querySelector(streamlit.drawing));
    if (isRunning || isDrawing || part(streamlit.skeleton)) return;
    root.add("settled");
    if (place) showPlace();
  };
  let waiting;
  const settle = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      sayChoices();
      keepRegions();
      noteSettled();
    }, 60);
  };
  new MutationObserver(settle).observe(app, { childList: true, subtree: true, attributeFilter: ["value", streamlit.state] });
  awaitSettling();
  settle();
};
