import { setLocale } from "@/i18n";
import { signOn } from "@/session";
import { startApp } from "@/start";
import { fixtureBackend } from "../fixtures/backend";
import { OPERATORS } from "../fixtures/places";

// Which screen to look at: ?as=lead1&place=/calls&rehearsal&empty&now=…&lang=en
const asked = new URLSearchParams(location.search);
const operator = OPERATORS.find((one) => one.code === asked.get("as"));
if (asked.get("lang") === "en") setLocale("en");
const now = asked.get("now");
if (operator) signOn(operator, asked.get("desk") ?? "调度一号台");
const app = startApp(
  fixtureBackend({ rehearsal: asked.has("rehearsal"), empty: asked.has("empty"), closed: asked.has("closed"), ...(now ? { now } : {}) }),
  "#app",
);
const place = asked.get("place");
if (place) void app.config.globalProperties.$router.push(place);

// ?do=drop lets a sheet fall onto the import; ?press=F8,F1 presses keys.
setTimeout(() => {
  if (asked.get("do") === "drop") {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["x"], "3月16日开标场次安排表.xlsx"));
    document.querySelector(".import")?.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
  }
  (asked.get("press") ?? "").split(",").forEach((key, n) => {
    setTimeout(() => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })), 400 * (n + 1));
  });
}, 800);
