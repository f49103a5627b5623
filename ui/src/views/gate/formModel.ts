import type { AttendanceRole, DocumentKind, Questionnaire } from "@/backend";

/** The questionnaire as it is being typed: an unanswered question is null, never a silent no. */
export interface FormDraft {
  role: AttendanceRole | null;
  documentKind: DocumentKind;
  documentNumber: string;
  name: string;
  phone: string;
  company: string;
  creditCode: string;
  residence: string;
  keyRegionStay: boolean | null;
  pledged: boolean | null;
  filledOnSite: boolean | null;
}
export type FormField = keyof FormDraft;

/** The order of the paper form, of the tab key and of Enter. */
export const FORM_FIELDS = [
  "role",
  "documentKind",
  "documentNumber",
  "name",
  "phone",
  "company",
  "creditCode",
  "residence",
  "keyRegionStay",
  "pledged",
  "filledOnSite",
] as const satisfies readonly FormField[];

export const ROLES_AT_GATE = ["bidder", "tenderer", "agency", "expert", "supervision", "staff"] as const satisfies readonly AttendanceRole[];
export const DOCUMENT_KINDS = ["resident_id", "passport", "hk_macau_permit", "taiwan_permit", "other"] as const satisfies readonly DocumentKind[];

export function emptyDraft(): FormDraft {
  return {
    role: null,
    documentKind: "resident_id",
    documentNumber: "",
    name: "",
    phone: "",
    company: "",
    creditCode: "",
    residence: "",
    keyRegionStay: null,
    pledged: null,
    filledOnSite: null,
  };
}

/** Who comes for a company must name it; an expert, a supervisor or the centre's own staff need not. */
export function companyNeeded(role: AttendanceRole | null): boolean {
  return role === "bidder" || role === "tenderer" || role === "agency";
}

const code = (typed: string): string => typed.normalize("NFKC").replace(/\s/gu, "").toUpperCase();
const orNull = (typed: string): string | null => (typed === "" ? null : typed);

export type Filled = { form: Questionnaire; missing: null } | { form: null; missing: FormField };

/** The form to send, or the first field that is still to be filled. Whether it is right is the desk's to say. */
export function fill(draft: FormDraft): Filled {
  const { role, keyRegionStay, pledged, filledOnSite } = draft;
  if (role === null) return { form: null, missing: "role" };
  for (const field of ["documentNumber", "name", "phone"] as const) {
    if (draft[field].trim() === "") return { form: null, missing: field };
  }
  if (companyNeeded(role) && draft.company.trim() === "") return { form: null, missing: "company" };
  if (draft.residence.trim() === "") return { form: null, missing: "residence" };
  if (keyRegionStay === null) return { form: null, missing: "keyRegionStay" };
  if (pledged === null) return { form: null, missing: "pledged" };
  if (filledOnSite === null) return { form: null, missing: "filledOnSite" };
  return {
    missing: null,
    form: {
      role,
      documentKind: draft.documentKind,
      documentNumber: code(draft.documentNumber),
      name: draft.name.trim(),
      phone: code(draft.phone),
      company: orNull(draft.company.trim()),
      creditCode: orNull(code(draft.creditCode)),
      residence: draft.residence.trim(),
      keyRegionStay,
      pledged,
      filledOnSite,
    },
  };
}

/** The field a refused request names, so the caret can go there: "input.documentNumber" is documentNumber. */
export function fieldOfPath(path: string): FormField | null {
  const last = path.split(/[./]/u).at(-1) ?? "";
  return FORM_FIELDS.find((field) => field === last) ?? null;
}
