import { newNonce, type Role, type TagView } from "@/backend";
import { setLocale } from "@/i18n";
import { signOn } from "@/session";
import { startApp } from "@/start";
import { caseFixture, CASES, entry, exception, refused } from "./cases/caseFixture";
import { at, card, check, SESSIONS, tag } from "./gateFixture";
import { PLANS, ROOMS } from "./roomsFixture";
import { print, printer } from "./tags/printer";

/**
 * A page over the fixtures, to look at: ?path=/gate&pick=A2&keys=F8,3 · ?path=/rooms&plan=two&at=2020-03-12T05:41:20Z ·
 * ?path=/gate/cases&cases&check=R2&as=duty_lead&keys=2 · ?path=/gate&as=supervision&cases&flags · ?path=/gate&admitted=printed
 */
const query = new URLSearchParams(location.search);
const LONG = "云岭区青禾路水利水电市政公用工程施工总承包示例有限责任公司";
const told = (kind: Parameters<typeof entry>[0], recipient: string) =>
  entry(kind, { recipient, note: "电话通报，对方复述无误，约定十时前回复", receipt: { receivedBy: "示例镇值班室王同志", note: "SL-0312-01", at: at(-100), operator: "周检查" } });
const full = refused("R6", "over_temperature", {
  step: "temp_symptom", dueAt: at(900), at: at(-6300), outstanding: ["advised_to_see_doctor"], note: "本人自述乘公交到场，无人同行",
  shortIdentity: { name: "阿卜杜热合曼·吐尔逊江·买买提", unit: LONG, town: "云岭区示例山示例河示例街道办事处", phone: "13900000003" },
  followUps: [entry("short_identity", { recipient: "本人" }), told("notified_unit", `${LONG} 办公室`), entry("notified_town", { recipient: "云岭区示例山示例河示例街道办事处 值班室" })],
  replacement: { state: "open", slot: "A9" },
}, { sealedUntil: null, readings: CASES[0]?.readings ?? [] });
const fixture = caseFixture(query.has("cases") ? (query.has("opened") ? [...CASES, full] : CASES) : []);
printer(fixture);

/** Somebody admitted, with the prints the tag has gone through. */
function admit(how: string): void {
  const prints: Record<string, TagView["prints"]> = {
    due: [],
    queued: [print("5T3N-8V2K", { id: "p1", state: "queued", endedAt: null, endedBy: null })],
    printed: [print("5T3N-8V2K", { id: "p1", layout: "roll58" })],
    long: [
      print("5T3N-8V2K", { id: "p1" }),
      print("5T3N-8V2K", { id: "p2", state: "failed", reprint: true, endedBy: "阿卜杜热合曼·吐尔逊江·买买提", note: "第一次卡纸后重新装纸，字迹仍有一半不清，已换另一台打印机，由本人交回原件" }),
      print("5T3N-8V2K", { id: "p3", reprint: true, endedBy: "周检查" }),
      print("5T3N-8V2K", { id: "p4", state: "queued", reprint: true, endedAt: null, endedBy: null, operator: "阿卜杜热合曼·吐尔逊江·买买提" }),
    ],
  };
  const issued = tag("5T3N-8V2K", { lane: "A", state: how === "void" ? "void" : "active", prints: prints[how] ?? [] });
  fixture.tags.unshift(issued);
  const view = check(card("A0", { state: "admitted", step: null, passed: 6, openedAt: at(-88), closedAt: at(-2) }), { tag: issued });
  fixture.checks.set("A0", view);
}
const admitted = query.get("admitted");
if (admitted !== null) admit(admitted);

const now = query.get("at");
if (now !== null) fixture.now.at = Date.parse(now);
const plans = PLANS[query.get("plan") ?? "two"] ?? [];
fixture.others["rooms.list"] = () => ({ rooms: ROOMS, walks: [] });
fixture.others["groups.list"] = () => ({ groups: plans });
fixture.others["groups.plan"] = () => {
  const made = plans[0] ?? PLANS["two"]?.[0];
  if (made === undefined) throw new Error("no plan");
  return { ...made, id: newNonce(), version: made.version + 1 };
};
if (now !== null && now > "2020-03-12T01:00:00Z") {
  const opened = SESSIONS[0];
  if (opened !== undefined) SESSIONS[0] = { ...opened, state: "opened", registered: 63 };
}
if (query.has("empty")) {
  fixture.checks.clear();
  fixture.tags.length = 0;
} else if (query.has("cases")) {
  fixture.exceptions.push(
    exception({ mine: query.has("mine") }),
    exception({ id: "x2", slot: "A3", reason: "head_limit", role: "agency", ground: "开标记录需增加一人", requestedAt: at(-400), decision: { approved: true, by: "示例庚七", at: at(-200), note: "同意，限本场" }, used: true }),
    exception({ id: "x3", slot: "B8", reason: "head_limit", role: "tenderer", ground: "招标人代表两人轮换", requestedAt: at(-700), decision: { approved: false, by: "示例庚七", at: at(-600), note: "可在门外轮换" } }),
  );
}
fixture.supervises = query.get("as") === "supervision";
if (query.has("flags")) {
  fixture.flags.push(
    { kind: "person_for_two_companies", at: at(3000), sessionCode: "YL-0312-01", slot: "B9", note: "与 A4 为同一证件，先后代表两家单位" },
    { kind: "near_company_name", at: at(3100), sessionCode: "YL-0312-02", slot: "A8", note: "与今日另一条记录的单位名称近似" },
    { kind: "fever_reading_corrected", at: at(3200), sessionCode: "YL-0312-01", slot: "R3", note: "37.6 更正为 36.7，理由：误录" },
  );
}
if (query.get("long") !== null) {
  for (const one of SESSIONS) one.projectName = `${one.projectName}暨沿线雨污分流、综合管廊及交通安全设施改造提升工程(第二标段)施工总承包`;
}
if (query.get("locale") === "en") setLocale("en");
const roles = (query.get("as") ?? "gate+scheduler").split("+") as Role[];
signOn({ id: "op", code: "gate1", name: "赵检查", roles }, query.get("desk") ?? "入口 A 道");
const app = startApp(fixture.backend, "#app");
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function press(key: string): Promise<void> {
  if (key.startsWith("+")) {
    fixture.now.at += Number(key.slice(1)) * 1000;
    fixture.changed(["gate", "centre"]);
    return pause(400);
  }
  const target = document.activeElement ?? document.body;
  if (key.startsWith("'") && target instanceof HTMLInputElement) {
    target.value = key.slice(1);
    target.dispatchEvent(new Event("input", { bubbles: true }));
  } else {
    const code = /^\d$/.test(key) ? `Digit${key}` : /^[A-Z]$/.test(key) ? `Key${key}` : key;
    target.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
  }
  return pause(150);
}

async function play(): Promise<void> {
  await pause(200);
  const asked = Object.fromEntries([...query].filter(([name]) => name === "check" || name === "exception"));
  await app.config.globalProperties.$router.push({ path: query.get("path") ?? "/gate", query: asked });
  await pause(600);
  const pick = query.get("pick");
  if (pick !== null) {
    document.querySelector<HTMLElement>(`[data-testid=check-card][data-slot=${pick}], [data-testid$=-row][data-slot=${pick}]`)?.click();
    await pause(250);
  }
  for (const key of (query.get("keys") ?? "").split(",").filter((one) => one !== "")) await press(key);
  document.title = "ready";
}
void play();
