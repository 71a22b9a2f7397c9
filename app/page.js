// Tables are sorted by a click on a heading (up, down, as they were); texts are copied by a click.
if (!window.warehousePage) {
  window.warehousePage = true;
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
  document.addEventListener("click", (event) => {
    const head = event.target.closest?.(".figures th");
    const button = event.target.closest?.("button.copy");
    if (head) sort(head);
    if (button) copy(button);
  });
}
