import { computed, ref, watch, type Ref } from "vue";
import { useRoute, useRouter } from "vue-router";
import type { CheckView, EntryStep, RefusalReason, TagView } from "@/backend";
import { text } from "@/i18n";
import { DOUBLE_PRESS_MS } from "@/print/doublePress";
import type { TagScan } from "@/scan/useTagScan";
import { announcementOf } from "./announce";
import { meaningOf, type KeyHint } from "./gateHints";
import { actOf, type GateAct, type KeyPlace } from "./gateKeys";
import { correctableSteps, nextOwn, QUEUE_FILTERS, REFUSAL_REASONS, STEPS, SYMPTOMS, symptomsRequest } from "./gateModel";
import { sound } from "./tones";
import { isUnknown, useGate, type GateOutcome } from "./useGate";
import { useGatePlace } from "./useGatePlace";

/** What the middle of the screen is for: the due step, a second reading of it, or a question about the person. */
export type GateMode = "work" | "recheck" | "stop" | "leave" | "pause" | "correct" | "take";

/** What the keys and buttons of the gate do. */
export function useGateWork(root: Ref<HTMLElement | null>, tagScan: () => TagScan) {
  const route = useRoute();
  const router = useRouter();
  const said = ref("");
  const mode = ref<GateMode>("work");
  const reason = ref<RefusalReason | null>(null);
  const stopNote = ref("");
  const toCorrect = ref<EntryStep | null>(null);
  /** A link led to nobody. */
  const lost = ref(false);
  /** The code being printed. */
  const printing = ref<string | null>(null);
  /** Until then a second press of the Enter that ended something begins nothing new. */
  let quietUntil = 0;

  const gate = useGate(told);
  const { check, phase, everybody } = gate;
  const { place: focused, goHome } = useGatePlace(root);

  /** An open question keeps the keys even when the focus has slipped off it. */
  const place = computed<KeyPlace>(() => {
    if (printing.value !== null) return "print";
    if (tagScan().answer.value !== null && focused.value !== "scan") return "answer";
    if (mode.value === "work" || mode.value === "recheck" || focused.value === "scan" || focused.value === "session") return focused.value;
    return mode.value;
  });

  function tone(which: Parameters<typeof sound>[0]): void {
    if (!gate.desk.muted) sound(which);
  }
  function told(outcome: GateOutcome, view: CheckView | null): void {
    const tones = { admitted: "admitted", refused: "refused", resting: "refused", implausible: "attention", third: "attention", asked: "attention", failed: "attention", held: null, stepped: null } as const;
    const which = tones[outcome];
    if (which !== null && (mode.value === "work" || mode.value === "recheck")) tone(which);
    said.value = announcementOf(outcome, view);
    if (outcome === "admitted") hush();
  }

  function hush(): void {
    quietUntil = performance.now() + DOUBLE_PRESS_MS;
  }

  async function settled(asked: Promise<boolean>): Promise<void> {
    if (await asked) mode.value = "work";
    await goHome();
  }
  function toMode(next: GateMode): void {
    mode.value = next;
    reason.value = null;
    stopNote.value = "";
    toCorrect.value = null;
    void goHome();
  }

  function pass(replaced: boolean): void {
    switch (phase.value) {
      case "mask":
        return void settled(gate.step({ step: "mask", replaced }));
      case "shoe":
      case "hand":
      case "mask_disposal":
        return void settled(gate.step({ step: phase.value }));
      case "questions":
        return void settled(gate.step(symptomsRequest(gate.present.value)));
      default:
    }
  }
  function stop(): void {
    if (reason.value !== null) void settled(gate.refuse(reason.value, stopNote.value.trim()));
  }
  async function choose(id: string): Promise<void> {
    mode.value = "work";
    lost.value = false;
    await gate.choose(id);
    await goHome();
  }
  /** Shows the person a link leads to. */
  async function follow(id: string): Promise<void> {
    await choose(id);
    if (!isUnknown(gate.failure.value)) return;
    gate.failure.value = null;
    lost.value = true;
    said.value = text("gate.link.gone");
  }

  function retest(): void {
    const over = everybody.value.resting.filter((card) => card.restingUntil !== null && Date.parse(card.restingUntil) <= gate.now.value);
    const first = over.find((card) => card.mine) ?? over[0];
    if (phase.value === "rest_over") void goHome();
    else if (phase.value === "rest_running") said.value = text("gate.rest.early", { time: gate.clock.countdown(check.value?.card.restingUntil ?? "") });
    else if (first !== undefined) void choose(first.id);
    else said.value = text("gate.rest.nobody");
  }
  function back(): void {
    if (mode.value !== "work") toMode("work");
    else if (tagScan().answer.value !== null || place.value === "scan") {
      tagScan().clear();
      void goHome();
    } else if (place.value === "device") void goHome();
    else void router.push({ name: "today" });
  }
  async function nextPerson(): Promise<void> {
    const next = nextOwn(everybody.value);
    if (next === null) await settled(gate.newPerson());
    else await choose(next.id);
  }
  function printTag(): void {
    printing.value ??= check.value?.tag?.code ?? null;
  }
  /** The print is over, or its answer was put off: the scan box is ready again, unless a tag scanned meanwhile waits for its answer. */
  async function printed(tag: TagView | null): Promise<void> {
    hush();
    printing.value = null;
    if (tag !== null) {
      gate.retag(tag);
      said.value = text("gate.admitted.printed", { code: tag.code });
    } else void gate.people.reload();
    await goHome();
    if (tagScan().answer.value === null) focusOn("[data-place=scan] input");
  }
  /** Enter in the empty scan box does for somebody who is through what the button beside their tag says. */
  function enterBeside(): void {
    const act = actOf("step", phase.value, "Enter");
    if (act?.act === "print_tag" || act?.act === "next_person") run(act);
  }
  /** One's own paused person goes on at once; to take another clerk's is asked once. */
  function take(): void {
    if (phase.value === "paused" && check.value?.card.mine === true) void settled(gate.takeOver());
    else toMode("take");
  }
  function confirm(): void {
    if (mode.value === "take") void settled(gate.takeOver());
    else stop();
  }
  function walkFilter(): void {
    gate.filter.value = QUEUE_FILTERS[(QUEUE_FILTERS.indexOf(gate.filter.value) + 1) % QUEUE_FILTERS.length] ?? "all";
    said.value = text("gate.filter.now", { filter: gate.filter.value === "paused" ? text("gate.filter.paused", { count: everybody.value.paused.length }) : text(`gate.filter.${gate.filter.value}`) });
  }
  function chooseStep(index: number): void {
    const step = STEPS[index];
    if (step !== undefined && check.value !== null && correctableSteps(check.value).includes(step)) toCorrect.value = step;
  }
  function focusOn(selector: string): void {
    root.value?.querySelector<HTMLElement>(selector)?.focus();
  }

  function run(act: GateAct): void {
    if ((act.act === "print_tag" || act.act === "next_person") && performance.now() < quietUntil) return;
    lost.value = false;
    switch (act.act) {
      case "pass":
      case "pass_replaced":
        return pass(act.act === "pass_replaced");
      case "toggle_symptom": {
        const symptom = SYMPTOMS[act.index];
        return symptom === undefined ? undefined : gate.toggle(symptom);
      }
      case "choose_reason":
        reason.value = REFUSAL_REASONS[act.index] ?? null;
        return;
      case "choose_step":
        return chooseStep(act.index);
      case "next_person":
        return void nextPerson();
      case "print_tag":
        return printTag();
      case "new_person":
        mode.value = "work";
        return void settled(gate.newPerson());
      case "move":
        return void gate.move(act.by).then(goHome);
      case "to_scan":
        return focusOn("[data-place=scan] input");
      case "to_device":
        return focusOn("[data-place=device] [role=radio][tabindex='0']");
      case "session":
        return focusOn("[data-place=session] select");
      case "retest":
        return retest();
      case "recheck":
      case "correct":
      case "pause":
      case "stop":
      case "leave":
        return toMode(act.act);
      case "take":
        return take();
      case "filter":
        return walkFilter();
      case "sound":
        gate.desk.muted = !gate.desk.muted;
        return;
      case "confirm":
        return confirm();
      case "home":
        return void goHome();
      case "back":
        return back();
    }
  }
  const meant = (key: string): GateAct | null => actOf(place.value, phase.value, key);
  const means = (key: string): boolean => meant(key) !== null;
  function meaning(key: string): KeyHint["text"] | null {
    const act = meant(key);
    return act === null ? null : meaningOf(act, phase.value);
  }
  function press(key: string): void {
    const act = meant(key);
    if (act !== null) run(act);
  }

  watch(
    [() => route.name, () => route.query["check"]],
    ([name, id]) => {
      if (name === "gate" && typeof id === "string") void follow(id);
    },
    { immediate: true },
  );
  watch([phase, gate.selected], () => {
    if (mode.value === "recheck" || (mode.value === "take" && phase.value !== "elsewhere" && phase.value !== "paused")) mode.value = "work";
    if (place.value !== "scan" && place.value !== "session") void goHome();
  });

  return { gate, mode, lost, reason, stopNote, toCorrect, printing, place, said, press, means, meaning, printTag, printed, enterBeside, settled, toMode, choose, back, confirm, take, nextPerson, goHome };
}

export type GateWork = ReturnType<typeof useGateWork>;
