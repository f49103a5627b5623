import { computed, nextTick, reactive, ref } from "vue";

/** A field of an entry: how much it takes, and how little it may hold; 0 may be left empty. */
export interface EntryRule<N extends string> {
  name: N;
  most: number;
  least: number;
}

/** What is typed into an entry of a case: Enter goes from field to field and saves on the last. */
export function useEntry<N extends string>(rules: readonly EntryRule<N>[], save: (values: Record<N, string>) => void) {
  const values = reactive(Object.fromEntries(rules.map((rule) => [rule.name, ""]))) as Record<N, string>;
  const faulty = ref<N | null>(null);
  const root = ref<HTMLElement | null>(null);
  const rule = computed(() => rules.find((one) => one.name === faulty.value) ?? null);

  async function goTo(name: string): Promise<void> {
    await nextTick();
    const place = root.value?.querySelector<HTMLElement>(`[data-field="${name}"]`);
    (place?.matches("input, textarea") ? place : place?.querySelector<HTMLElement>("[role=radio][tabindex='0']"))?.focus();
  }

  /** The first field that holds too little gets the focus; null when all is there. */
  function fault(): N | null {
    // Letters outside the first plane count as one, as they do for the desk.
    faulty.value = rules.find((one) => [...values[one.name].trim()].length < one.least)?.name ?? null;
    if (faulty.value !== null) void goTo(faulty.value);
    return faulty.value;
  }

  function submit(): void {
    if (fault() !== null) return;
    save(Object.fromEntries(rules.map((one) => [one.name, values[one.name].trim()])) as Record<N, string>);
  }

  return { values, faulty, rule, root, goTo, fault, submit };
}
