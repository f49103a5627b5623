import { createI18n } from "vue-i18n";
import { computed } from "vue";
import type { Catalogue, TextKey, WordGroup } from "./catalogue";
import { en } from "./en";
import { zhCN } from "./zh-CN";

export type { Catalogue, TextKey, WordGroup } from "./catalogue";
export type Locale = "zh-CN" | "en";
export type TextParams = Record<string, string | number>;

export const LOCALES: readonly Locale[] = ["zh-CN", "en"];
const REMEMBERED = "bidhall.locale";

function rememberedLocale(): Locale {
  return globalThis.localStorage?.getItem(REMEMBERED) === "en" ? "en" : "zh-CN";
}

export const i18n = createI18n<[Catalogue], Locale, false>({
  legacy: false,
  locale: rememberedLocale(),
  fallbackLocale: "zh-CN",
  messages: { "zh-CN": zhCN, en },
});

const { t: translate, te: exists } = i18n.global;

/** Texts without parameters as they were last translated: a screen asks for some hundred of them at each key. */
const spoken: Record<Locale, Map<string, string>> = { "zh-CN": new Map(), en: new Map() };

function plain(key: string): string {
  const known = spoken[i18n.global.locale.value];
  let told = known.get(key);
  if (told === undefined) known.set(key, (told = translate(key)));
  return told;
}

/** The text of a key; a wrong key does not compile. */
export function text(key: TextKey, params?: TextParams): string {
  return params === undefined ? plain(key) : translate(key, params);
}

/** The word for a value of one of the closed lists. */
export function word<G extends WordGroup>(group: G, value: keyof Catalogue["words"][G] & string): string {
  return plain(`words.${group}.${value}`);
}

/** The word for a value known only at run time; the value itself if the list does not have it. */
export function wordOr(group: WordGroup, value: string): string {
  const key = `words.${group}.${value}`;
  return exists(key) ? translate(key) : value;
}

/** The text of a key known only at run time, or null. */
export function textIfAny(key: string, params: TextParams = {}): string | null {
  return exists(key) ? translate(key, params) : null;
}

export const locale = computed<Locale>(() => i18n.global.locale.value);

export function setLocale(next: Locale): void {
  i18n.global.locale.value = next;
  globalThis.localStorage?.setItem(REMEMBERED, next);
  document.documentElement.lang = next;
}

export function useText() {
  return { t: text, w: word, locale };
}
