/** YL-0312-01 → 01 on its own day; 0312-01 on another. */
export function shortCode(code: string, ownDay = true): string {
  const parts = code.split("-");
  return parts.slice(ownDay || parts.length < 3 ? -1 : -2).join("-");
}
