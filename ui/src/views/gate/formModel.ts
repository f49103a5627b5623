import type { AnswerField, Answers, ArrivalMeans, AttendanceRole, CheckView, Day, DocumentKind, QuestionnaireView, Sex, Stay, StepEntry } from "@/backend";

/** One stay as it is being typed; its days are text until they can be read. */
export interface StayDraft {
  place: string;
  from: string;
  until: string;
  transit: boolean;
}

/** The questionnaire as it is being typed: an unanswered question is null, never a silent no. */
export interface FormDraft {
  role: AttendanceRole | null;
  documentKind: DocumentKind;
  documentNumber: string;
  name: string;
  sex: Sex | null;
  phone: string;
  company: string;
  creditCode: string;
  residence: string;
  /** Whether the person has left the district at all. */
  away: boolean | null;
  stays: StayDraft[];
  arrivalDay: string;
  arrivalMeans: ArrivalMeans | null;
  familyWell: boolean | null;
  pledged: boolean | null;
  powerOfAttorney: boolean | null;
  filledOnSite: boolean | null;
}

/** The order of the paper form, of the tab key and of Enter. */
export const FORM_FIELDS = [
  "role",
  "documentKind",
  "documentNumber",
  "name",
  "sex",
  "phone",
  "company",
  "creditCode",
  "residence",
  "stays",
  "arrivalDay",
  "arrivalMeans",
  "familyWell",
  "pledged",
  "powerOfAttorney",
  "filledOnSite",
] as const;
export type FormField = (typeof FORM_FIELDS)[number];

const FIELD_OF: Record<AnswerField, FormField> = {
  role: "role",
  document_kind: "documentKind",
  document_number: "documentNumber",
  name: "name",
  sex: "sex",
  phone: "phone",
  company: "company",
  credit_code: "creditCode",
  residence: "residence",
  arrival_day: "arrivalDay",
  arrival_means: "arrivalMeans",
  stays: "stays",
  family_well: "familyWell",
  pledged: "pledged",
  power_of_attorney: "powerOfAttorney",
};

export const ROLES_AT_GATE = ["bidder", "tenderer", "agency", "expert", "supervision", "staff"] as const satisfies readonly AttendanceRole[];
export const DOCUMENT_KINDS = ["resident_id", "passport", "hk_macau_permit", "taiwan_permit", "other"] as const satisfies readonly DocumentKind[];
export const ARRIVAL_MEANS = ["car", "train", "plane", "coach", "bus", "walk", "other"] as const satisfies readonly ArrivalMeans[];
export const MOST_STAYS = 30;

export const emptyStay = (): StayDraft => ({ place: "", from: "", until: "", transit: false });
export const isBlank = (stay: StayDraft): boolean => [stay.place, stay.from, stay.until].every((typed) => typed.trim() === "");

export function emptyDraft(): FormDraft {
  return {
    role: null, documentKind: "resident_id", documentNumber: "", name: "", sex: null, phone: "", company: "", creditCode: "", residence: "",
    away: null, stays: [], arrivalDay: "", arrivalMeans: null, familyWell: null, pledged: null, powerOfAttorney: null, filledOnSite: null,
  };
}

/** What was answered before a pause, a take-over or a crash. A pledge that was not given is asked again. */
export function draftOf(answers: Answers): FormDraft {
  const stays = answers.stays ?? null;
  return {
    role: answers.role ?? null,
    documentKind: answers.documentKind ?? "resident_id",
    documentNumber: answers.documentNumber ?? "",
    name: answers.name ?? "",
    sex: answers.sex ?? null,
    phone: answers.phone ?? "",
    company: answers.company ?? "",
    creditCode: answers.creditCode ?? "",
    residence: answers.residence ?? "",
    away: stays === null ? null : stays.length > 0,
    stays: (stays ?? []).map((stay) => ({ ...stay })),
    arrivalDay: answers.arrivalDay ?? "",
    arrivalMeans: answers.arrivalMeans ?? null,
    familyWell: answers.familyWell ?? null,
    pledged: answers.pledged ? true : null,
    powerOfAttorney: answers.powerOfAttorney ?? null,
    // Saved at a pause it may not have been asked yet; then the pledge was not sent either.
    filledOnSite: answers.filledOnSite || (answers.pledged ? false : null),
  };
}

/** Who comes for a company must name it; an expert, a supervisor or the centre's own staff need not. */
export function companyNeeded(role: AttendanceRole | null): boolean {
  return role === "bidder" || role === "tenderer" || role === "agency";
}

/** The questions of this form: some are asked only because of an answer before them. */
export function fieldsAsked(draft: FormDraft, check: CheckView): FormField[] {
  return FORM_FIELDS.filter((field) => {
    if (field === "sex") return draft.documentKind !== "resident_id";
    if (field === "arrivalDay" || field === "arrivalMeans") return draft.away === true;
    return field !== "powerOfAttorney" || check.followsUp?.kind === "replacement";
  });
}

/** The 17th digit of a resident ID is odd for a man (GB 11643). */
export function sexOfResidentId(number: string): Sex | null {
  const digit = /^\d{16}(\d)[\dX]$/u.exec(plain(number))?.[1];
  if (digit === undefined) return null;
  return Number(digit) % 2 === 1 ? "male" : "female";
}

/** A day typed short, as 3.5 or 0305, is the last such day; 2020-03-05, 20200305 and 3月5日 are read too. */
export function readDay(typed: string, today: Day): Day | null {
  const text = typed.normalize("NFKC").replace(/\s/gu, "");
  const whole = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/u.exec(text);
  if (whole !== null) return dayOf(Number(whole[1]), Number(whole[2]), Number(whole[3]));
  const short = /^(\d{1,2})[-/.月](\d{1,2})日?$/u.exec(text) ?? /^(\d{2})(\d{2})$/u.exec(text);
  if (short === null) return null;
  const year = Number(today.slice(0, 4));
  const thisYear = dayOf(year, Number(short[1]), Number(short[2]));
  return thisYear !== null && thisYear <= today ? thisYear : (dayOf(year - 1, Number(short[1]), Number(short[2])) ?? thisYear);
}

function dayOf(year: number, month: number, day: number): Day | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
}

const plain = (typed: string): string => typed.normalize("NFKC").replace(/\s/gu, "").toUpperCase();
const orNull = (typed: string): string | null => (typed === "" ? null : typed);

export type FormEntry = Extract<StepEntry, { step: "form" }>;

export interface Filled {
  entry: FormEntry;
  /** What cannot be sent as it stands: a day nobody can read, or a yes or no the form has no empty box for. */
  unreadable: FormField | null;
}

/** The form as far as it is filled. What is missing or wrong is the desk's to say. */
export function fill(draft: FormDraft, check: CheckView, today: Day): Filled {
  const asked = new Set(fieldsAsked(draft, check));
  const rows = draft.stays.filter((stay) => !isBlank(stay));
  const stays: Stay[] = [];
  for (const row of rows) {
    const from = readDay(row.from, today);
    const until = readDay(row.until, today);
    if (from !== null && until !== null) stays.push({ place: row.place.trim(), from, until, transit: row.transit });
  }
  const arrivalDay = readDay(draft.arrivalDay, today);
  const entry: FormEntry = {
    step: "form",
    role: draft.role,
    documentKind: draft.documentKind,
    documentNumber: orNull(plain(draft.documentNumber)),
    name: orNull(draft.name.trim()),
    sex: asked.has("sex") ? draft.sex : null,
    phone: orNull(plain(draft.phone)),
    company: orNull(draft.company.trim()),
    creditCode: orNull(plain(draft.creditCode)),
    residence: orNull(draft.residence.trim()),
    arrivalDay: asked.has("arrivalDay") ? arrivalDay : null,
    arrivalMeans: asked.has("arrivalMeans") ? draft.arrivalMeans : null,
    stays: draft.away === null || (draft.away && rows.length === 0) ? null : draft.away ? stays : [],
    familyWell: draft.familyWell,
    pledged: draft.pledged === true,
    filledOnSite: draft.filledOnSite === true,
    powerOfAttorney: asked.has("powerOfAttorney") ? draft.powerOfAttorney : null,
    companyAnswer: null,
  };
  let unreadable: FormField | null = null;
  if (draft.away === true && stays.length < rows.length) unreadable = "stays";
  else if (asked.has("arrivalDay") && draft.arrivalDay.trim() !== "" && arrivalDay === null) unreadable = "arrivalDay";
  else if (draft.filledOnSite === null) unreadable = "filledOnSite";
  return { entry, unreadable };
}

/** The first question nobody has answered yet: where the caret waits. */
export function firstGap(draft: FormDraft, check: CheckView): FormField | null {
  const open = (field: FormField): boolean => {
    if (field === "creditCode" || field === "documentKind") return false;
    if (field === "company") return companyNeeded(draft.role) && draft.company.trim() === "";
    if (field === "stays") return draft.away === null || (draft.away && draft.stays.every(isBlank));
    const answer = draft[field];
    return typeof answer === "string" ? answer.trim() === "" : answer === null;
  };
  return fieldsAsked(draft, check).find(open) ?? null;
}

export interface FieldMark {
  field: FormField;
  /** The word of the rule that was broken; null when the answer is missing. */
  problem: string | null;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What the desk found missing or wrong, as far as it has not been changed since. */
export function openMarks(questionnaire: QuestionnaireView | null, entry: FormEntry): FieldMark[] {
  if (questionnaire === null) return [];
  const { answers, missing, faults } = questionnaire;
  const told = [
    ...missing.map((field) => ({ field: FIELD_OF[field], problem: null })),
    ...faults.map((fault) => ({ field: FIELD_OF[fault.field], problem: fault.problem })),
  ];
  return told
    .filter(({ field }) => same(entry[field], answers[field]))
    .sort((a, b) => FORM_FIELDS.indexOf(a.field) - FORM_FIELDS.indexOf(b.field));
}

/** Whether anything has been answered that would be lost with this desk. */
export function hasAnswers(draft: FormDraft): boolean {
  return !same(draft, emptyDraft());
}
