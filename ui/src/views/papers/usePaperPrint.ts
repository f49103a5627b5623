import { computed, ref, shallowRef, watch } from "vue";
import type { BorrowedView, PaperChoice, PaperPrintView, PaperView, SavedDocument } from "@/backend";
import { useAct } from "@/composables/useAct";
import { useBackend } from "@/composables/useBackend";
import { useDoublePress } from "@/print/doublePress";
import { printPages } from "@/print/printFrame";
import { copiesOf, countOf, mayBeBlank } from "./paperModel";

/**
 * Where the paper stands: an earlier print asked after, on show, in the hands of the system, asked after, its failure being
 * told, and recorded as failed or printed.
 */
export type PaperStage = "earlier" | "preview" | "printing" | "asking" | "failing" | "failed" | "printed";

/** Shows the pages of a paper, prints and saves them. Nothing goes to the printer before the desk has it on record. */
export function usePaperPrint(paper: () => PaperView) {
  const backend = useBackend();
  const beginning = useAct("papers.print.begin");
  const ending = useAct("papers.print.end");
  const saving = useAct("papers.save");
  const press = useDoublePress();
  const earlier = countOf(paper().prints).pending;
  const stage = ref<PaperStage>(earlier === null ? "preview" : "earlier");
  /** The print that is asked after. */
  const print = shallowRef<PaperPrintView | null>(earlier);
  const pages = shallowRef<readonly string[]>([]);
  const texts = shallowRef<readonly string[]>([]);
  const borrowed = shallowRef<readonly BorrowedView[]>([]);
  const saved = shallowRef<SavedDocument | null>(null);
  const reading = ref(false);
  const unread = shallowRef<unknown>(null);
  const noDialog = ref(false);
  const blank = ref(earlier?.blank ?? false);
  const copies = ref("1");
  let latest = 0;
  /** Where Escape leads from telling a failure. */
  let asked: PaperStage = "asking";

  const choice = (): PaperChoice => ({ ...paper().choice, blank: blank.value && mayBeBlank(paper()) });
  const failure = computed(() => unread.value ?? beginning.failure.value ?? ending.failure.value ?? saving.failure.value);
  const busy = computed(() => reading.value || beginning.busy.value || ending.busy.value || stage.value === "printing");

  function to(next: PaperStage): void {
    stage.value = next;
    press.hush();
  }

  async function read(): Promise<void> {
    const mine = ++latest;
    reading.value = true;
    unread.value = null;
    try {
      const made = await backend.call("papers.pages", choice());
      if (mine !== latest) return;
      pages.value = made.pages;
      texts.value = made.texts;
      borrowed.value = made.borrowed;
    } catch (caught) {
      if (mine !== latest) return;
      pages.value = texts.value = borrowed.value = [];
      unread.value = caught;
    } finally {
      if (mine === latest) reading.value = false;
    }
  }

  async function toPrinter(begun: PaperPrintView): Promise<void> {
    noDialog.value = false;
    stage.value = "printing";
    try {
      await printPages(pages.value, begun.copies);
    } catch {
      noDialog.value = true;
    }
    to("asking");
  }

  async function send(): Promise<void> {
    const wanted = copiesOf(copies.value);
    if (wanted === null || busy.value || pages.value.length === 0 || press.hushed()) return;
    const begun = await beginning.run({ paper: choice(), copies: wanted });
    if (begun === null) return;
    print.value = begun;
    await toPrinter(begun);
  }
  /** Opens the system's dialog once more for what is on record already. */
  async function again(): Promise<void> {
    if (print.value !== null && !busy.value && !press.hushed()) await toPrinter(print.value);
  }

  async function end(state: "printed" | "failed", note: string): Promise<void> {
    if (print.value === null || busy.value || press.hushed()) return;
    const ended = await ending.run({ printId: print.value.id, state, note });
    if (ended === null) return;
    print.value = ended;
    // What is printed again after a failure is what was asked for.
    if (state === "failed") copies.value = String(ended.copies);
    to(state);
  }
  function fail(): void {
    asked = stage.value;
    stage.value = "failing";
  }
  const back = (): void => void (stage.value = asked);
  const preview = (): void => to("preview");

  async function save(): Promise<void> {
    saved.value = null;
    const made = await saving.run(choice());
    // Nowhere means that the user thought better of it.
    if (made?.savedTo != null) saved.value = made;
  }

  // What was left to the hand is told from the opening on.
  watch([blank, () => paper().blankUntil], () => void read());
  press.hush();
  void read();

  return { stage, print, pages, texts, borrowed, saved, blank, copies, reading, noDialog, failure, unread, busy, saving: saving.busy, read, send, again, end, fail, back, preview, save };
}
