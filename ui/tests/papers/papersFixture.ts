import type { BatchView, Command, PaperChoice, PaperForm, PaperEnd, PaperKind, PaperPages, PaperPrintView, PaperView, Reply, Request, Role, TypefaceView } from "@/backend";
import { CommandFailure, type Backend } from "@/backend";
import { createApp, h, type App, type Component } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import { BACKEND } from "@/backend";
import { CENTRE_CLOCK, centreClock } from "@/composables/useCentreClock";
import { i18n } from "@/i18n";
import { signOn } from "@/session";
import { pause } from "../tags/mountScreen";

export const DAY = "2020-03-12";
export const NOW = "2020-03-12T00:46:00Z";
/** Nine o'clock, when the first session is opened. */
export const OPENS = "2020-03-12T01:00:00Z";

const svg = (words: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842" width="595.276pt" height="841.89pt"><text>${words}</text></svg>`;

export const paper = (kind: PaperKind, about: string, over: Partial<PaperView> = {}): PaperView => ({
  choice: { kind, subject: about === "" ? DAY : `id-${about}`, blank: false }, about, blankUntil: null, obstacle: null, prints: [], ...over,
});

export const print = (over: Partial<PaperPrintView> = {}): PaperPrintView => ({
  id: "p0", way: "print", copies: 1, blank: false, state: "printed", requestedAt: "2020-03-12T00:31:00Z", operator: "赵检查", endedAt: "2020-03-12T00:32:00Z", endedBy: "赵检查", note: "", reprint: false, ...over,
});

export const PAPERS: readonly PaperView[] = [
  paper("agency_notice", "示例甲招标代理有限公司"),
  paper("agency_notice", "示例乙项目管理有限公司"),
  paper("door_signs", "YL-0312-01"),
  paper("door_signs", "YL-0312-04", { obstacle: "no_room" }),
  paper("agency_sign_in", "YL-0312-01", { blankUntil: OPENS }),
  paper("hand_over_minute", "A1 YL-0312-01"),
  paper("gate_register", ""),
  paper("group_proof", "YL-0312-01", { obstacle: "not_opened", blankUntil: OPENS }),
];

/** A desk in memory with the papers of the demonstration day, their prints on record. */
export interface PapersFixture {
  backend: Backend;
  papers: PaperView[];
  batch: BatchView | null;
  typefaces: TypefaceView[];
  pages: (choice: PaperChoice) => PaperPages;
  savedTo: string | null;
  calls: { command: Command; request: unknown }[];
  changed: () => void;
}

export function papersFixture(): PapersFixture {
  const listeners = new Set<(topics: string[]) => void>();
  const fixture: PapersFixture = {
    papers: PAPERS.map((one) => ({ ...one, prints: [] })),
    batch: null,
    typefaces: [],
    pages: (choice) => ({ fileName: "文书.pdf", pages: [svg("一"), svg("二")], texts: [choice.blank ? "空白第一面" : "第一面", "第二面"], borrowed: [] }),
    savedTo: "D:\\文书\\门牌.pdf",
    calls: [],
    changed: () => listeners.forEach((listener) => listener(["papers"])),
    backend: { call, onChange: (listener) => (listeners.add(listener), () => listeners.delete(listener)) },
  };
  let made = 0;

  function put(choice: PaperChoice, one: PaperPrintView): PaperPrintView {
    fixture.papers = fixture.papers.map((row) =>
      row.choice.kind === choice.kind && row.choice.subject === choice.subject ? { ...row, prints: [...row.prints.filter((before) => before.id !== one.id), one] } : row,
    );
    fixture.changed();
    return one;
  }
  function begin({ paper: choice, copies }: PaperForm): PaperPrintView {
    const before = fixture.papers.find((row) => row.choice.kind === choice.kind && row.choice.subject === choice.subject)?.prints ?? [];
    const reprint = before.some((one) => one.way === "print" && one.state === "printed");
    return put(choice, print({ id: `job${(made += 1)}`, copies, blank: choice.blank, state: "queued", requestedAt: NOW, endedAt: null, endedBy: null, reprint }));
  }
  function end({ printId, state, note }: PaperEnd): PaperPrintView {
    const row = fixture.papers.find((one) => one.prints.some((each) => each.id === printId));
    const asked = row?.prints.find((one) => one.id === printId);
    if (row === undefined || asked?.state !== "queued") throw new CommandFailure({ code: "print_ended", detail: { state: "printed" } }, "papers.print.end");
    return put(row.choice, { ...asked, state, note, endedAt: NOW, endedBy: "赵检查" });
  }
  const answers: Partial<{ [C in Command]: (request: Request<C>) => Reply<C> }> = {
    "centre.view": () => ({ name: "云岭区公共资源交易中心", zone: "Asia/Shanghai", rehearsal: false, now: NOW, day: DAY, savedAt: NOW, clockSetBackMinutes: null, nextOpening: null, clock: null }),
    "papers.list": ({ day }) => ({ day, papers: day === DAY ? fixture.papers : [paper("gate_register", "", { choice: { kind: "gate_register", subject: day, blank: false } })] }),
    "papers.pages": (choice) => fixture.pages(choice),
    "papers.save": (choice) => {
      if (fixture.savedTo !== null) put(choice, print({ id: `job${(made += 1)}`, way: "save" }));
      return { fileName: "门牌.pdf", pages: 2, savedTo: fixture.savedTo };
    },
    "papers.print.begin": begin,
    "papers.print.end": end,
    "papers.typefaces": () => ({ typefaces: fixture.typefaces }),
    "papers.batch": () => ({ batch: fixture.batch }),
    "papers.batch.start": ({ day }) => ({ batch: (fixture.batch = { day, folder: `D:\\开标进场告知书-${day}`, total: 3, saved: 0, failed: [], cancelled: false, over: false }) }),
    "papers.batch.cancel": () => ({ batch: (fixture.batch = fixture.batch && { ...fixture.batch, cancelled: true, over: true, saved: 1 }) }),
  };

  async function call<C extends Command>(command: C, request: Request<C>): Promise<Reply<C>> {
    if (command !== "centre.view") fixture.calls.push({ command, request });
    await Promise.resolve();
    const answer = answers[command];
    if (answer === undefined) throw new CommandFailure({ code: "unknown_command", detail: { command } }, command);
    return answer(request);
  }
  return fixture;
}

/** A screen over the fixture's desk, with a person of these roles signed on. */
export async function mountPapers(fixture: PapersFixture, screen: Component, roles: Role[] = ["duty_lead"], props: Record<string, unknown> = {}): Promise<App> {
  document.body.innerHTML = "<div id=app></div>";
  signOn({ id: "op", code: "lead", name: "赵检查", roles }, "一号台");
  const nothing = { render: () => h("p") };
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/", name: "papers", component: nothing }, { path: "/sessions", name: "sessions", component: nothing }] });
  const clock = centreClock(fixture.backend, () => 0);
  const app = createApp({ render: () => h(screen, props) });
  app.use(i18n);
  app.use(router);
  app.provide(BACKEND, fixture.backend);
  app.provide(CENTRE_CLOCK, clock);
  await clock.sync();
  app.mount("#app");
  await pause(60);
  return app;
}
