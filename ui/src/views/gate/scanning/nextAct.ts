import type { ScanView } from "@/backend";

/** What a look at a tag leads to: whoever is inside may be booked out, whoever left today may be booked back in. */
export function nextActOf(answer: ScanView): "leave" | "return" | null {
  if (answer.answer !== "valid" || answer.tag === null) return null;
  return answer.tag.state === "left" ? "return" : "leave";
}
