"""Streamlit's parts as the tests know them, which a new version may call otherwise."""

from typing import Final

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

APP: Final = "[data-testid=stApp]"
STATE: Final = "data-test-script-state"
MAIN: Final = "[data-testid=stMain]"
SKIP: Final = "[data-testid=stSkipToContent]"
ICON: Final = "[data-testid=stIconMaterial]"
TOOLBAR: Final = "[data-testid=stElementToolbar]"
CHOICES: Final = ".st-key-bar"
FAULT: Final = ".stException"
CHART_BOX: Final = ".stVegaLiteChart"
DRAWING: Final = "svg.marks, canvas"
CHART: Final = ", ".join(f"{CHART_BOX} {drawing}" for drawing in DRAWING.split(", "))

# Where it is asked what it allows, and for all that is drawn.
HOST_CONFIG: Final = "/_stcore/host-config"
STREAM: Final = "/_stcore/stream"

# Whether the script has ended, and what is drawn has kept its place for three looks in a row.
SETTLED: Final = f"""() => {{
  const app = document.querySelector("{APP}");
  const main = document.querySelector("{MAIN}");
  const charts = [...document.querySelectorAll("{CHART_BOX}")].filter(
    (chart) => chart.checkVisibility({{ visibilityProperty: true }}),
  );
  const drawn = charts.filter((chart) => chart.querySelector("{DRAWING}")).length;
  const done = app?.dataset.testScriptState === "notRunning" && drawn === charts.length
    && !document.querySelector("[data-stale=true], [data-rest]");
  const now = done ? [main.scrollHeight, main.scrollWidth, charts.length].join() : "";
  window.settledLooks = done && now === window.settledSeen ? window.settledLooks + 1 : 0;
  window.settledSeen = now;
  return window.settledLooks >= 3;
}}"""


def is_last(message: str | bytes) -> bool:
    """Answers whether a message says that the server is done with a page."""
    said = ForwardMsg.FromString(bytes(message, "utf-8") if isinstance(message, str) else message)
    is_about_state = said.WhichOneof("type") == "session_status_changed"
    return is_about_state and not said.session_status_changed.script_is_running
