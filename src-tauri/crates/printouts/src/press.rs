//! Data to pages.

use typst::foundations::{Bytes, Smart, dict};
use typst::layout::{Frame, FrameItem};
use typst::text::TextItem;
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use typst_svg::SvgOptions;

use crate::sheet::{Sheet, Templates, file_id};
use crate::{AgencyNotice, HealthTag, PrintError, fonts};

/// How many further prints an unused result of Typst stays in memory for.
const PRINTS_REMEMBERED: usize = 5;

/// A paper the centre prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paper {
    /// The notice to an agency with the blank health questionnaire.
    AgencyNotice(AgencyNotice),
    /// The tag that an admitted person wears.
    HealthTag(HealthTag),
}

impl Paper {
    fn template(&self) -> &'static str {
        match self {
            Self::AgencyNotice(_) => "/agency_notice.typ",
            Self::HealthTag(_) => "/health_tag.typ",
        }
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        match self {
            Self::AgencyNotice(notice) => notice.to_json(),
            Self::HealthTag(tag) => tag.to_json(),
        }
    }
}

/// A printed paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The whole paper as PDF.
    pub pdf: Vec<u8>,
    /// Each page as an SVG picture.
    pub pages: Vec<String>,
}

/// Prints papers. It knows the fonts of the system as they were when it was built.
pub struct Press {
    library: LazyHash<Library>,
    fonts: FontStore,
    templates: Templates,
}

impl std::fmt::Debug for Press {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Press").finish_non_exhaustive()
    }
}

impl Press {
    /// A press with the fonts of the system.
    ///
    /// # Errors
    /// [`PrintError::FontMissing`] when a kind of official text has no typeface here.
    pub fn new() -> Result<Self, PrintError> {
        let mut fonts = FontStore::new();
        fonts.extend(typst_kit::fonts::system());
        Self::with_fonts(fonts)
    }

    pub(crate) fn with_fonts(fonts: FontStore) -> Result<Self, PrintError> {
        let inputs = dict! { "fonts" => fonts::installed_families(fonts.book())? };
        let library = LazyHash::new(Library::builder().with_inputs(inputs).build());
        Ok(Self { library, fonts, templates: Templates::new()? })
    }

    /// The paper as PDF and as pictures.
    ///
    /// # Errors
    /// [`PrintError::GlyphMissing`] when a character of the data has no picture in any installed font;
    /// [`PrintError::NoSession`] for a notice about nothing.
    pub fn print(&self, paper: &Paper) -> Result<Printed, PrintError> {
        typst::comemo::evict(PRINTS_REMEMBERED);
        let document = self.lay_out(paper)?;
        let options = PdfOptions { creator: Smart::Custom(Some("Bidhall".into())), ..PdfOptions::default() };
        let pdf = typst_pdf::pdf(&document, &options)
            .map_err(|diagnostics| PrintError::from_diagnostics(&diagnostics))?;
        let pages =
            document.pages().iter().map(|page| typst_svg::svg(page, &SvgOptions::default())).collect();
        Ok(Printed { pdf, pages })
    }

    pub(crate) fn lay_out(&self, paper: &Paper) -> Result<PagedDocument, PrintError> {
        let sheet = Sheet {
            library: &self.library,
            fonts: &self.fonts,
            templates: &self.templates,
            main: file_id(paper.template())?,
            data: Bytes::new(paper.to_json()?),
        };
        let document: PagedDocument = typst::compile(&sheet)
            .output
            .map_err(|diagnostics| PrintError::from_diagnostics(&diagnostics))?;
        match document.pages().iter().find_map(|page| missing_glyph(&page.frame)) {
            Some(character) => Err(PrintError::GlyphMissing { character }),
            None => Ok(document),
        }
    }
}

/// The first character that was set as the "not defined" box, glyph 0 of every font.
fn missing_glyph(frame: &Frame) -> Option<char> {
    frame.items().find_map(|(_, item)| match item {
        FrameItem::Group(group) => missing_glyph(&group.frame),
        FrameItem::Text(text) => missing_in(text),
        FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(..) => None,
    })
}

fn missing_in(text: &TextItem) -> Option<char> {
    let box_glyph = text.glyphs.iter().find(|glyph| glyph.id == 0)?;
    text.text.get(usize::from(box_glyph.range.start)..)?.chars().next()
}
