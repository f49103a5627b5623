//! The little world a template is compiled in: the templates, the fonts and one paper's data, nothing else.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};
use typst_kit::fonts::FontStore;

use crate::PrintError;

/// Where a template finds the data of the paper in hand.
const DATA: &str = "/paper.json";

/// Every template with the path the others import it by.
const TEMPLATES: &[(&str, &str)] = &[
    ("/agency_notice.typ", include_str!("../templates/agency_notice.typ")),
    ("/call_list.typ", include_str!("../templates/call_list.typ")),
    ("/call_record.typ", include_str!("../templates/call_record.typ")),
    ("/codes.typ", include_str!("../templates/codes.typ")),
    ("/door_signs.typ", include_str!("../templates/door_signs.typ")),
    ("/forms.typ", include_str!("../templates/forms.typ")),
    ("/gate_register.typ", include_str!("../templates/gate_register.typ")),
    ("/gbt9704.typ", include_str!("../templates/gbt9704.typ")),
    ("/group_proof.typ", include_str!("../templates/group_proof.typ")),
    ("/hand_in_register.typ", include_str!("../templates/hand_in_register.typ")),
    ("/recovery_sheet.typ", include_str!("../templates/recovery_sheet.typ")),
    ("/hand_over_minute.typ", include_str!("../templates/hand_over_minute.typ")),
    ("/health_questionnaire.typ", include_str!("../templates/health_questionnaire.typ")),
    ("/health_tag.typ", include_str!("../templates/health_tag.typ")),
    ("/scaled.typ", include_str!("../templates/scaled.typ")),
    ("/refusal_letter.typ", include_str!("../templates/refusal_letter.typ")),
    ("/room_timetables.typ", include_str!("../templates/room_timetables.typ")),
    ("/seat_cards.typ", include_str!("../templates/seat_cards.typ")),
    ("/sign_in_sheet.typ", include_str!("../templates/sign_in_sheet.typ")),
    ("/trolley_slips.typ", include_str!("../templates/trolley_slips.typ")),
    #[cfg(test)]
    ("/specimen.typ", include_str!("tests/specimen.typ")),
];

/// The parsed templates, by the path they import each other with.
pub(crate) struct Templates {
    sources: Vec<Source>,
    data: FileId,
}

impl Templates {
    /// All templates of this crate.
    pub(crate) fn new() -> Result<Self, PrintError> {
        let sources = TEMPLATES
            .iter()
            .map(|&(path, text)| Ok(Source::new(file_id(path)?, text.to_owned())))
            .collect::<Result<_, PrintError>>()?;
        Ok(Self { sources, data: file_id(DATA)? })
    }

    fn find(&self, id: FileId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id() == id)
    }
}

pub(crate) fn file_id(path: &str) -> Result<FileId, PrintError> {
    let path = VirtualPath::new(path).map_err(|error| PrintError::internal(&error))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One template with one paper's data.
pub(crate) struct Sheet<'a> {
    pub(crate) library: &'a LazyHash<Library>,
    pub(crate) fonts: &'a FontStore,
    pub(crate) templates: &'a Templates,
    pub(crate) main: FileId,
    pub(crate) data: Bytes,
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.templates.find(id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.templates.data {
            return Ok(self.data.clone());
        }
        self.source(id).map(|source| Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    /// No template may depend on the day it is printed: dates are data.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
