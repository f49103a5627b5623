import { textIfAny, wordOr, type WordGroup } from "@/i18n";

/** One value somewhere inside a settings body, and how it is edited. */
export interface Leaf {
  path: readonly string[];
  kind: "text" | "optional" | "prose" | "number" | "tenths" | "switch" | "choice" | "list" | "lines" | "json";
  /** As the field shows it. */
  shown: string;
}

/** Fields that hold a word of a closed list. */
const CHOICES: Record<string, { group: WordGroup; values: readonly string[] }> = {
  comparator: { group: "comparator", values: ["at_or_above", "above"] },
  headScope: { group: "headScope", values: ["day", "session"] },
  tagLayout: { group: "tagLayout", values: ["roll58", "roll80", "a4"] },
};

/** Fields that hold a few short marks, which stand on one line and may be none at all. */
const LISTS: ReadonlySet<string> = new Set(["isolatedLanes"]);
const LIST_SIGN = "、";

/** Fields that may be left empty and then hold nothing. */
const OPTIONAL: ReadonlySet<string> = new Set(["escalateAt"]);

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function leafOf(path: readonly string[], value: unknown): Leaf {
  const name = path.at(-1) ?? "";
  if (OPTIONAL.has(name)) return { path, kind: "optional", shown: typeof value === "string" ? value : "" };
  if (typeof value === "string") {
    if (name in CHOICES) return { path, kind: "choice", shown: value };
    return { path, kind: value.length > 40 || value.includes("\n") ? "prose" : "text", shown: value };
  }
  if (typeof value === "number") {
    // Temperatures are stored in tenths of a degree so that they compare exactly.
    return name.endsWith("Tenths")
      ? { path, kind: "tenths", shown: (value / 10).toFixed(1) }
      : { path, kind: "number", shown: String(value) };
  }
  if (typeof value === "boolean") return { path, kind: "switch", shown: String(value) };
  if (LISTS.has(name) && Array.isArray(value)) return { path, kind: "list", shown: value.join(LIST_SIGN) };
  if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string")) {
    return { path, kind: "lines", shown: value.join("\n") };
  }
  return { path, kind: "json", shown: JSON.stringify(value) };
}

/** Every value of a body in its order. */
export function leavesOf(body: unknown, path: readonly string[] = []): Leaf[] {
  if (!isPlain(body)) return [leafOf(path, body)];
  return Object.entries(body).flatMap(([name, value]) =>
    isPlain(value) ? leavesOf(value, [...path, name]) : [leafOf([...path, name], value)],
  );
}

function numberOf(shown: string): number {
  const number = Number(shown.trim());
  if (shown.trim() === "" || !Number.isFinite(number)) throw new SyntaxError(shown);
  return number;
}

function valueOf({ kind, shown }: Leaf): unknown {
  switch (kind) {
    case "number":
      return numberOf(shown);
    case "tenths":
      return Math.round(numberOf(shown) * 10);
    case "switch":
      return shown === "true";
    case "list":
      return [...new Set(shown.normalize("NFKC").toUpperCase().split(/[\s、,;/]+/u))].filter((mark) => mark !== "");
    case "lines":
      return shown
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "");
    case "json":
      return JSON.parse(shown);
    case "optional":
      return shown.trim() === "" ? null : shown.trim();
    case "text":
      return shown.trim();
    default:
      return shown;
  }
}

/** The leaf that cannot be read back. */
export class UnreadableLeaf extends Error {
  constructor(readonly leaf: Leaf) {
    super(leaf.path.join("."));
  }
}

/** The body the leaves make up. */
export function bodyOf(leaves: readonly Leaf[]): unknown {
  const body: Record<string, unknown> = {};
  for (const leaf of leaves) {
    let value: unknown;
    try {
      value = valueOf(leaf);
    } catch {
      throw new UnreadableLeaf(leaf);
    }
    const last = leaf.path.at(-1);
    if (last === undefined) return value;
    let at = body;
    for (const name of leaf.path.slice(0, -1)) {
      const inner = at[name];
      if (isPlain(inner)) at = inner;
      else {
        const made: Record<string, unknown> = {};
        at[name] = made;
        at = made;
      }
    }
    at[last] = value;
  }
  return body;
}

/** What the field is called: its name at this place, else the known names of its path, else the names it has. */
export function leafName(leaf: Leaf): string {
  const own = leaf.path.length > 1 ? textIfAny(`settings.fieldAt.${leaf.path.join("_")}`) : null;
  return own ?? leaf.path.map((name) => textIfAny(`settings.field.${name}`) ?? name).join(" · ");
}

/** What may be chosen, with its words. */
export function choicesOf(leaf: Leaf): { value: string; word: string }[] {
  const choice = CHOICES[leaf.path.at(-1) ?? ""];
  return choice ? choice.values.map((value) => ({ value, word: wordOr(choice.group, value) })) : [];
}

/** The value in words. */
export function leafText(leaf: Leaf): string {
  if (leaf.kind === "switch") return textIfAny(leaf.shown === "true" ? "settings.yes" : "settings.no") ?? leaf.shown;
  if ((leaf.kind === "list" || leaf.kind === "optional") && leaf.shown === "") return textIfAny("common.none") ?? "";
  if (leaf.kind === "choice") return choicesOf(leaf).find((one) => one.value === leaf.shown)?.word ?? leaf.shown;
  return leaf.shown;
}
