import { computed, ref, shallowRef } from "vue";
import type { PrintView, TagLayout, TagView } from "@/backend";
import { useAct } from "@/composables/useAct";
import { useBackend } from "@/composables/useBackend";
import { useCentreClock } from "@/composables/useCentreClock";
import { useDoublePress } from "./doublePress";
import { printPages } from "./printFrame";
import { layoutOfSettings } from "./tagPages";

/**
 * Where one print stands: being set, on show, in the hands of the system, asked after, its failure being told, and recorded
 * as failed. What was recorded as printed is over.
 */
export type PrintStage = "setting" | "preview" | "printing" | "asking" | "failing" | "failed";

/** The window's clock runs a little behind the desk's; a print older than this is not the one just asked for. */
const EARLIER_MS = 3000;

/**
 * One print of one tag. While a print of this code is queued the desk gives back the same one, so that asking twice prints
 * once; in between, nothing here acts on a second press either.
 */
export function useTagPrint(code: string, asked: TagLayout | undefined, over: (tag: TagView) => void) {
  const backend = useBackend();
  const { now } = useCentreClock();
  const requesting = useAct("tags.print");
  const ending = useAct("tags.print.end");
  const stage = ref<PrintStage>("setting");
  const print = shallowRef<PrintView | null>(null);
  const pages = shallowRef<readonly string[]>([]);
  const trouble = shallowRef<unknown>(null);
  const noDialog = ref(false);
  /** The print was asked for before this panel opened, and nobody said what came of it. */
  const pending = ref(false);
  const layout = ref<TagLayout | null>(asked ?? null);
  const press = useDoublePress();

  const failure = computed(() => requesting.failure.value ?? ending.failure.value ?? trouble.value);
  const busy = computed(() => requesting.busy.value || ending.busy.value || stage.value === "printing");

  function to(next: PrintStage): void {
    stage.value = next;
    press.hush();
  }

  async function layoutAsked(): Promise<TagLayout> {
    if (layout.value !== null) return layout.value;
    const { settings } = await backend.call("settings.view", {});
    return layoutOfSettings(settings.find((one) => one.topic === "gate")?.body);
  }

  /** Asks for a print and its pages; after a failure, for another. */
  async function begin(): Promise<void> {
    if (busy.value || press.hushed()) return;
    trouble.value = null;
    stage.value = "setting";
    const started = now.value.getTime();
    try {
      const queued = await requesting.run({ code, layout: await layoutAsked() });
      if (queued === null) return;
      print.value = queued;
      layout.value = queued.layout;
      pending.value = Date.parse(queued.requestedAt) < started - EARLIER_MS;
      pages.value = (await backend.call("tags.print.pages", { printId: queued.id })).pages;
      stage.value = "preview";
      press.listen();
    } catch (caught) {
      trouble.value = caught;
    }
  }

  async function send(): Promise<void> {
    if (busy.value || pages.value.length === 0 || press.hushed()) return;
    noDialog.value = false;
    stage.value = "printing";
    try {
      await printPages(pages.value);
    } catch {
      noDialog.value = true;
    }
    to("asking");
  }

  async function end(state: "printed" | "failed", note: string): Promise<void> {
    const ended = print.value;
    if (ended === null || busy.value || press.hushed()) return;
    const tag = await ending.run({ printId: ended.id, state, note });
    if (tag === null) return;
    if (state === "printed") over(tag);
    else to("failed");
  }

  return { stage, print, layout, pages, pending, noDialog, failure, busy, begin, send, end, fail: () => void (stage.value = "failing"), back: () => void (stage.value = "asking") };
}
