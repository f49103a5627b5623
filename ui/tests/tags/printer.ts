import type { Request, TagView } from "@/backend";
import { CommandFailure } from "@/backend";
import { at, type GateFixture } from "../gateFixture";

/** A page as the desk sets it: its size in points stands in its root. */
export const PAGE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 226.77 141.73" width="226.77pt" height="141.73pt"><rect width="226.77" height="141.73" fill="#fff"/><text x="14" y="34" font-size="20" font-weight="700">健康标识</text><text x="14" y="52" font-size="10">2020年3月12日 当日有效</text><text x="14" y="84" font-size="26" font-weight="700">7K4Q-2M9T</text><rect x="14" y="98" width="198" height="26"/></svg>`;

export type Print = TagView["prints"][number];

export const print = (code: string, over: Partial<Print> = {}): Print => ({
  id: `p${code}`, code, layout: "roll80", state: "printed", requestedAt: at(-1140), operator: "赵检查", endedAt: at(-1080), endedBy: "赵检查", note: "", reprint: false, ...over,
});

/** Gives a desk in memory its printer: one queued print a code, and every print with its answer. The prints it was asked for. */
export function printer(fixture: GateFixture): Print[] {
  const prints: Print[] = [];
  const stamp = (): string => new Date(fixture.now.at).toISOString();

  function ask(request: Request<"tags.print">): Print {
    const queued = prints.find((one) => one.code === request.code && one.state === "queued");
    if (queued !== undefined) return queued;
    const made = print(request.code, { id: `job${prints.length + 1}`, layout: request.layout, state: "queued", requestedAt: stamp(), endedAt: null, endedBy: null, reprint: prints.length > 0 });
    prints.push(made);
    keep(made);
    return made;
  }
  function end(request: Request<"tags.print.end">): TagView {
    const asked = prints.find((one) => one.id === request.printId);
    if (asked?.state !== "queued") throw new CommandFailure({ code: "print_ended", detail: { state: asked?.state ?? "printed" } }, "tags.print.end");
    return keep(Object.assign(asked, { state: request.state, note: request.note, endedAt: stamp(), endedBy: "赵检查" }));
  }
  /** The tag with this print, wherever the desk shows it. */
  function keep(one: Print): TagView {
    const at = fixture.tags.findIndex((tag) => tag.code === one.code);
    const owner = fixture.tags[at];
    if (owner === undefined) throw new CommandFailure({ code: "not_found", detail: { kind: "tag", id: one.code } }, "tags.print");
    const tag = { ...owner, prints: [...owner.prints.filter((before) => before.id !== one.id), { ...one }] };
    fixture.tags[at] = tag;
    for (const [id, view] of fixture.checks) if (view.tag?.id === tag.id) fixture.checks.set(id, { ...view, tag });
    return tag;
  }

  Object.assign(fixture.others, {
    "tags.print": ask,
    "tags.print.pages": () => ({ pages: [PAGE] }),
    "tags.print.end": end,
    "settings.view": () => ({ settings: [{ topic: "gate", version: 3, since: at(-54_000), operator: "庚七", reason: "", body: { tagLayout: "roll58" } }] }),
  } satisfies Partial<GateFixture["others"]>);
  return prints;
}
