import { afterEach, describe, expect, it } from "vitest";
import { createApp, h, nextTick, ref, type App } from "vue";
import { BACKEND, CommandFailure, type Backend, type CallView, type Command, type Request } from "@/backend";
import { CENTRE_CLOCK, centreClock } from "@/composables/useCentreClock";
import { signOn } from "@/session";
import CallDesk from "@/views/calls/CallDesk.vue";
import { fixtureBackend } from "../fixtures/backend";
import { ATTEMPTS, CALLS, NUMBERS, SCRIPT } from "../fixtures/sessions";

const wait = (): Promise<void> => new Promise((done) => setTimeout(done, 20));
const viewOf = (over: Partial<CallView> = {}, card: Partial<CallView["card"]> = {}): CallView => ({
  card: { ...CALLS[0]!, ...card }, numbers: NUMBERS, scriptVersion: 5, script: SCRIPT, attempts: ATTEMPTS, giveUps: [], ...over,
});

let app: App | null = null;
afterEach(() => {
  app?.unmount();
  app = null;
  document.body.innerHTML = "";
});

async function desk(view: CallView, roles: ("caller" | "duty_lead")[] = ["caller"], fails?: CommandFailure) {
  signOn({ id: "op", code: "caller1", name: "己六", roles }, "电话二号台");
  const asked: { command: Command; request: unknown }[] = [];
  const fixture = fixtureBackend();
  const backend: Backend = {
    ...fixture,
    async call<C extends Command>(command: C, request: Request<C>) {
      asked.push({ command, request });
      if (fails && command === "calls.record") throw fails;
      return fixture.call(command, request);
    },
  };
  const clock = centreClock(backend);
  await clock.sync();
  const shown = ref(view);
  const place = document.body.appendChild(document.createElement("div"));
  app = createApp({ render: () => h(CallDesk, { view: shown.value }) }).provide(BACKEND, backend).provide(CENTRE_CLOCK, clock);
  app.mount(place);
  await nextTick();
  const press = async (key: string): Promise<void> => {
    window.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
    await new Promise((done) => setTimeout(done, 150));
  };
  return { place, asked, press, shown };
}

describe("the call desk", () => {
  it("offers the first usable number, strikes the wrong one out and says since when", async () => {
    const { place } = await desk(viewOf());
    const numbers = [...place.querySelectorAll("[data-testid=number]")];
    expect(numbers[0]?.querySelector("input")?.checked).toBe(true);
    expect(numbers[2]?.querySelector("s")?.textContent).toBe("000-0000-0202");
    expect(numbers[2]?.textContent).toContain("起错号");
    expect(numbers[2]?.querySelector("input")?.disabled).toBe(true);
  });

  it("records the attempt with the number that was picked", async () => {
    const { asked, press } = await desk(viewOf());
    await press("n");
    await press("2");
    await press("Enter");
    const record = asked.find((one) => one.command === "calls.record")?.request;
    expect(record).toEqual({ callId: "call-b", attempt: { kind: "not_reached", outcome: "no_answer", callBackAt: null }, phone: "13900000203" });
  });

  it("goes on to the next usable number when the one in hand turned out wrong", async () => {
    const { place, shown } = await desk(viewOf());
    shown.value = viewOf({ numbers: NUMBERS.map((one) => (one.phone === "13900000202" ? { ...one, usable: false, wrongSince: "2020-03-12T00:31:00Z" } : one)) });
    await nextTick();
    expect(place.querySelector<HTMLInputElement>("[data-testid=number] input:checked")?.value).toBe("13900000203");
  });

  it("tells why a call is due again, from what to what", async () => {
    const change = { kind: "moved" as const, code: "YL-0313-01", fromAt: "2020-03-13T00:30:00Z", toAt: "2020-03-13T01:00:00Z", fromPlace: "开标二室", toPlace: "开标一室" };
    const { place } = await desk(viewOf({}, { state: "void", changes: [change] }));
    expect(place.querySelector("[data-testid=call-changes]")?.textContent).toContain("改期 YL-0313-01：明日 08:30 改为 明日 09:00");
  });

  it("records nothing while another caller holds the call, and says who", async () => {
    const { place, asked, press } = await desk(viewOf({}, { claim: { holder: "示例辛八", mine: false, until: "2020-03-12T00:45:00Z" } }));
    await press("2");
    await press("Enter");
    expect(place.textContent).toContain("示例辛八 正在拨打");
    expect(asked.map((one) => one.command)).not.toContain("calls.record");
  });

  it("records nothing in a call that is done with until somebody takes it up again", async () => {
    const { place, asked, press, shown } = await desk(viewOf({}, { state: "confirmed", claim: null }));
    await press("2");
    await press("Enter");
    expect(asked.map((one) => one.command)).not.toContain("calls.record");
    expect(place.textContent).toContain("由我拨打");
    shown.value = viewOf({}, { state: "confirmed", claim: { holder: "己六", mine: true, until: "2020-03-12T00:45:00Z" } });
    await nextTick();
    await press("2");
    await press("Enter");
    expect(asked.map((one) => one.command)).toContain("calls.record");
  });

  it("lets only the duty lead give a call up", async () => {
    const caller = await desk(viewOf());
    await caller.press("g");
    expect(caller.place.textContent).not.toContain("确认放弃");
    app?.unmount();
    const lead = await desk(viewOf(), ["duty_lead"]);
    await lead.press("g");
    expect(lead.place.textContent).toContain("确认放弃");
  });

  it("asks to remove what names bidders, and keeps what was typed", async () => {
    const refusal = new CommandFailure({ code: "text_names_bidders", detail: { field: "questions" } }, "calls.record");
    const { place, press } = await desk(viewOf(), ["caller"], refusal);
    await press("1");
    const questions = [...place.querySelectorAll<HTMLInputElement>(".reached input[type=text]")].at(-1)!;
    questions.value = "明天来几家";
    questions.dispatchEvent(new Event("input"));
    questions.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    await wait();
    expect(place.querySelector("[data-testid=error]")?.getAttribute("data-code")).toBe("text_names_bidders");
    expect(questions.value).toBe("明天来几家");
  });
});
