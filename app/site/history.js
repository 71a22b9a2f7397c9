// One act of a reader is one step back. Streamlit adds a step whenever a page writes its address,
// as each does once it knows what it shows; only the first after an act is one.
{
  const acts = ["pointerdown", "keydown", "drop"];
  const memory = 10000;
  const add = history.pushState.bind(history);
  let acted = -Infinity;
  for (const act of acts) {
    addEventListener(act, (event) => { if (event.isTrusted) acted = Date.now(); }, true);
  }
  addEventListener("popstate", () => { acted = -Infinity; }, true);
  history.pushState = (state, title, address) => {
    const isFirst = Date.now() - acted < memory;
    acted = -Infinity;
    if (isFirst) add(state, title, address);
    else history.replaceState(state, title, address);
  };
  // Goes to another page or view of ours without loading everything anew.
  window.warehouseGo = (address) => {
    add({}, "", address);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  };
}
