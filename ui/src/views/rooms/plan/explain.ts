import type { GroupReason, GroupRelaxations, LeftOutRoom, LevelStatus, NamedNumber, RuleCheck, WhySentence } from "@/backend";
import { text, textIfAny } from "@/i18n";
import { minuteText } from "@/time/formats";

type Clock = (instant: string) => string;

const valuesOf = (numbers: readonly NamedNumber[]): Record<string, number> => Object.fromEntries(numbers.map((one) => [one.name, one.value]));
const listed = (codes: readonly string[]): string => codes.join(text("common.listComma"));

/** Why these rooms, in words. */
export function whyText(sentence: WhySentence): string {
  return text(`rooms.why.${sentence.code}`, { ...valuesOf(sentence.numbers), list: listed(sentence.rooms) });
}

/** The one sign that stands before a reason. */
export function whySign(sentence: WhySentence): string {
  return text(`rooms.why.sign.${sentence.code}`);
}

/** How good a plan is on a level, and whether that is proven. */
export function levelText(status: LevelStatus): string {
  const value = levelValue(status, status.value);
  if (status.proven) return text("rooms.level.proven", { value });
  return text("rooms.level.best", { value, bound: levelValue(status, status.bound) });
}

function levelValue(status: LevelStatus, value: number): string {
  return status.level === "finish" && value >= 60 && value < 2880 ? minuteText(value) : text(`rooms.level.unit.${status.level}`, { n: value });
}

/** Why a room was not to be had. */
export function leftOutText(room: LeftOutRoom, clock: Clock): string {
  const told = text(`rooms.leftOut.${room.why}`, {
    holder: room.holder ?? "",
    from: room.from === null ? "" : clock(room.from),
    until: room.until === null ? "" : clock(room.until),
  });
  return room.note === "" ? told : text("rooms.leftOut.noted", { told, note: room.note });
}

/** A rule with its numbers. */
export function ruleValue(check: RuleCheck): string {
  const values = valuesOf(check.numbers);
  if (check.rule === "within_limit") return text("rooms.rules.value.within_limit", { end: minuteText(values["end"] ?? 0), limit: minuteText(values["limit"] ?? 0) });
  const told = textIfAny(`rooms.rules.value.${check.rule}`, values) ?? "";
  return check.held || check.rooms.length === 0 ? told : text("rooms.rules.value.at", { told, list: listed(check.rooms) });
}

/** What stands in the way, with its numbers when they may be told. */
export function reasonText(reason: GroupReason, sealed: boolean): string {
  const plain = textIfAny(`rooms.reasons.plain.${reason.code}`) ?? text("rooms.reasons.other", { code: reason.code });
  if (sealed || reason.needed === null || reason.available === null) return plain;
  return textIfAny(`rooms.reasons.${reason.code}`, { needed: reason.needed, available: reason.available, short: Math.max(0, reason.needed - reason.available) }) ?? plain;
}

/** One sentence of the smallest changes that would help, each by itself; null where nothing is known to. */
export function reliefText(relaxations: GroupRelaxations | null): string | null {
  if (relaxations === null) return null;
  const ways: string[] = [];
  const put = (name: "limitPlusMinutes" | "hoursPlusMinutes" | "laterStartMinutes" | "extraRooms" | "extraVideo" | "moveBids"): void => {
    const n = relaxations[name];
    if (n !== null && n > 0) ways.push(text(`rooms.relief.${name}`, { n }));
  };
  put("extraRooms");
  put("extraVideo");
  put("limitPlusMinutes");
  put("hoursPlusMinutes");
  put("laterStartMinutes");
  if (relaxations.limitAndHours !== null) ways.push(text("rooms.relief.limitAndHours", { limit: relaxations.limitAndHours[0], hours: relaxations.limitAndHours[1] }));
  if (relaxations.electronic) ways.push(text("rooms.relief.electronic"));
  put("moveBids");
  if (ways.length === 0) return null;
  return text(ways.length === 1 ? "rooms.relief.one" : "rooms.relief.any", { ways: ways.join(text("rooms.relief.or")) });
}

/** Tenths of a minute as they are read: 7.5. */
export function tenths(value: number): string {
  return (value / 10).toFixed(1);
}

/** With its sign, as differences are read. */
export function signed(value: number): string {
  return value > 0 ? `+${value}` : value < 0 ? `−${Math.abs(value)}` : "0";
}
