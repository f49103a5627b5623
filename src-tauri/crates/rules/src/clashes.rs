//! What the supervision department is shown because a person has to look at it: flags, never
//! decisions. The centre holds no supervisory power (招标投标法实施条例 art. 5).

use crate::words::words;

words! {
    /// What clashes.
    pub enum ClashKind {
        /// One person came for two companies, which counts as collusion of bidders when both
        /// handed in bids (招标投标法实施条例 art. 40).
        PersonForTwoCompanies = "person_for_two_companies",
        /// Two entries bear nearly the same company name, or the same name under two codes.
        NearCompanyName = "near_company_name",
        /// A reading over the limit was voided by a correction.
        FeverReadingCorrected = "fever_reading_corrected",
    }
}
