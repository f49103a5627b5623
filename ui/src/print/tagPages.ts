import type { TagLayout } from "@/backend";

export interface PageSize {
  /** Millimetres. */
  width: number;
  height: number;
}

const MILLIMETRES: Readonly<Record<string, number>> = { pt: 25.4 / 72, px: 25.4 / 96, mm: 1, cm: 10, in: 25.4 };

function lengthOf(written: string | undefined): number | null {
  const found = /^([0-9.]+)(pt|px|mm|cm|in)?$/u.exec(written ?? "");
  const length = Number(found?.[1]) * (MILLIMETRES[found?.[2] ?? "px"] ?? 1);
  return found === null || !(length > 0) ? null : Math.round(length * 100) / 100;
}

/** The size a page says it has. The paper must have exactly this size, or the printer scales or cuts it. */
export function sizeOf(page: string): PageSize | null {
  const root = /<svg\b[^>]*>/u.exec(page)?.[0] ?? "";
  const attribute = (name: string): string | undefined => new RegExp(`\\s${name}="([^"]*)"`, "u").exec(root)?.[1];
  const width = lengthOf(attribute("width"));
  const height = lengthOf(attribute("height"));
  return width === null || height === null ? null : { width, height };
}

/** As a picture a page can neither run nor load anything. */
export function sourceOf(page: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(page)}`;
}

/** A document of nothing but the pages, on paper of their own size. */
export function documentOf(pages: readonly string[]): string {
  const { width, height } = sizeOf(pages[0] ?? "") ?? { width: 210, height: 297 };
  const style = [
    `@page{size:${width}mm ${height}mm;margin:0}`,
    "html,body{margin:0;padding:0;background:#fff}",
    `div{width:${width}mm;height:${height}mm;overflow:hidden;break-after:page}`,
    // A last break, or a hair too much height, would feed an empty tag.
    `div:last-child{height:${(height - 0.1).toFixed(2)}mm;break-after:auto}`,
    `img{display:block;width:${width}mm;height:${height}mm}`,
  ].join("");
  const body = pages.map((page) => `<div><img alt="" src="${sourceOf(page)}"></div>`).join("");
  return `<!doctype html><html><head><meta charset="utf-8"><style>${style}</style></head><body>${body}</body></html>`;
}

export const LAYOUTS: readonly TagLayout[] = ["roll58", "roll80", "a4"];

/** The layout this centre prints on: that of the gate's settings. */
export function layoutOfSettings(body: unknown): TagLayout {
  const named = typeof body === "object" && body !== null && "tagLayout" in body ? body.tagLayout : null;
  return LAYOUTS.find((one) => one === named) ?? "roll80";
}
