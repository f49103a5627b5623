import { nextTick, onBeforeUnmount, onMounted, ref, type Ref } from "vue";
import type { KeyPlace } from "./gateKeys";

const PLACES: readonly KeyPlace[] = ["step", "reading", "device", "form", "company", "scan", "stop", "leave", "pause", "correct", "take", "follow_up", "queue", "queue_told", "session"];

/** Where the keyboard is: the nearest part of the screen that gives keys a meaning of its own, else the current step. */
export function useGatePlace(root: Ref<HTMLElement | null>) {
  const place = ref<KeyPlace>("step");

  function look(): void {
    const named = document.activeElement?.closest<HTMLElement>("[data-place]")?.dataset["place"];
    place.value = PLACES.find((one) => one === named) ?? "step";
  }

  /** Puts the keyboard where the next act is expected: an open question, a field of this step, else the step itself. */
  async function goHome(): Promise<void> {
    await nextTick();
    const homes = [...(root.value?.querySelectorAll<HTMLElement>("[data-home]") ?? [])];
    homes.sort((a, b) => Number(b.dataset["home"]) - Number(a.dataset["home"]));
    const inside = homes[0]?.querySelector<HTMLElement>("input, select, [role=radio][tabindex='0']");
    (homes[0]?.hasAttribute("tabindex") ? homes[0] : (inside ?? homes[0]))?.focus({ preventScroll: true });
    look();
  }

  /** A click beside everything must not leave the keyboard nowhere. */
  async function later(): Promise<void> {
    await nextTick();
    if (document.activeElement === document.body && document.hasFocus()) await goHome();
    else look();
  }
  const lost = (): void => void later();
  onMounted(() => {
    document.addEventListener("focusin", look);
    document.addEventListener("focusout", lost);
    void goHome();
  });
  onBeforeUnmount(() => {
    document.removeEventListener("focusin", look);
    document.removeEventListener("focusout", lost);
  });

  return { place, goHome };
}
