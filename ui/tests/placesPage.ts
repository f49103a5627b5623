import { newNonce } from "@/backend";
import { setLocale } from "@/i18n";
import { signOn } from "@/session";
import { startApp } from "@/start";
import { gateFixture, SESSIONS } from "./gateFixture";
import { PLANS, ROOMS } from "./roomsFixture";

/** A page over the fixtures, to look at: ?place=gate&pick=A2&keys=F8,3 or ?place=rooms&plan=two&at=2020-03-12T05:41:20Z. */
const query = new URLSearchParams(location.search);
const fixture = gateFixture();
const at = query.get("at");
if (at !== null) fixture.now.at = Date.parse(at);
const plans = PLANS[query.get("plan") ?? "two"] ?? [];
fixture.others["rooms.list"] = () => ({ rooms: ROOMS });
fixture.others["groups.list"] = () => ({ groups: plans });
fixture.others["groups.plan"] = () => {
  const made = plans[0] ?? PLANS["two"]?.[0];
  if (made === undefined) throw new Error("no plan");
  return { ...made, id: newNonce(), version: made.version + 1 };
};
if (at !== null && at > "2020-03-12T01:00:00Z") {
  const opened = SESSIONS[0];
  if (opened !== undefined) SESSIONS[0] = { ...opened, state: "opened", registered: 63 };
}
if (query.has("empty")) {
  fixture.checks.clear();
  fixture.tags.length = 0;
}
if (query.get("long") !== null) {
  for (const one of SESSIONS) one.projectName = `${one.projectName}暨沿线雨污分流、综合管廊及交通安全设施改造提升工程(第二标段)施工总承包`;
}
if (query.get("locale") === "en") setLocale("en");
signOn({ id: "op", code: "gate1", name: "赵检查", roles: ["gate", "scheduler"] }, query.get("desk") ?? "入口 A 道");
const app = startApp(fixture.backend, "#app");
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function play(): Promise<void> {
  await pause(150);
  await app.config.globalProperties.$router.push({ name: query.get("place") ?? "gate" });
  await pause(500);
  const pick = query.get("pick");
  if (pick !== null) {
    const strip = [...document.querySelectorAll<HTMLElement>("button.person")].find((one) => one.textContent?.trim().startsWith(pick));
    strip?.click();
    await pause(150);
  }
  for (const key of (query.get("keys") ?? "").split(",").filter((one) => one !== "")) {
    if (key.startsWith("+")) {
      fixture.now.at += Number(key.slice(1)) * 1000;
      fixture.changed(["gate", "centre"]);
      await pause(400);
      continue;
    }
    const target = document.activeElement ?? document.body;
    if (key.startsWith("'") && target instanceof HTMLInputElement) {
      target.value = key.slice(1);
      target.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      target.dispatchEvent(new KeyboardEvent("keydown", { key, code: /^\d$/.test(key) ? `Digit${key}` : key, bubbles: true, cancelable: true }));
    }
    await pause(90);
  }
  document.title = "ready";
}
void play();
