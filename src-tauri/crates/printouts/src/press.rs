//! Data to pages.

use std::collections::BTreeMap;

use typst::foundations::{Bytes, Smart, dict};
use typst::layout::{Frame, FrameItem};
use typst::text::TextItem;
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use typst_svg::SvgOptions;

use crate::fonts::Typefaces;
use crate::sheet::{Sheet, Templates, file_id};
use crate::{Paper, PrintError, Typeface};

/// How many further prints an unused result of Typst stays in memory for.
const PRINTS_REMEMBERED: usize = 5;

/// A printed paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The whole paper as PDF.
    pub pdf: Vec<u8>,
    /// Each page as an SVG picture.
    pub pages: Vec<String>,
    /// What each page says, a piece of text a line, for whoever cannot see the picture.
    pub texts: Vec<String>,
    /// The characters that no typeface of the paper has, in the order of their code points.
    pub borrowed: Vec<Borrowed>,
}

/// A paper as PDF only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedPdf {
    /// The whole paper.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// A character that was set in a family of no style, because only that family has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borrowed {
    /// The character.
    pub character: char,
    /// The family.
    pub family: String,
}

/// Prints papers. It knows the fonts of the system as they were when it was built.
pub struct Press {
    library: LazyHash<Library>,
    fonts: FontStore,
    typefaces: Typefaces,
    templates: Templates,
}

impl std::fmt::Debug for Press {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Press").field("typefaces", &self.typefaces.used).finish_non_exhaustive()
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
        let typefaces = Typefaces::of(fonts.book())?;
        let inputs = dict! { "fonts" => typefaces.families.clone() };
        let library = LazyHash::new(Library::builder().with_inputs(inputs).build());
        Ok(Self { library, fonts, typefaces, templates: Templates::new()? })
    }

    /// Which family each typeface of GB/T 9704 is set in here, and whether another stands in for it.
    #[must_use]
    pub fn typefaces(&self) -> &[Typeface] {
        &self.typefaces.used
    }

    /// The paper as PDF and as pictures.
    ///
    /// # Errors
    /// [`PrintError::GlyphMissing`] when a character of the data has no picture in any installed font;
    /// [`PrintError::NoSession`] for a paper about nothing.
    pub fn print(&self, paper: &Paper) -> Result<Printed, PrintError> {
        let document = self.lay_out(paper)?;
        let pages =
            document.pages().iter().map(|page| typst_svg::svg(page, &SvgOptions::default())).collect();
        let texts = document.pages().iter().map(|page| text_of(&page.frame)).collect();
        Ok(Printed { pdf: pdf_of(&document)?, pages, texts, borrowed: self.borrowed(&document) })
    }

    /// The paper as PDF only, which takes less time.
    ///
    /// # Errors
    /// As [`Press::print`].
    pub fn print_pdf(&self, paper: &Paper) -> Result<PrintedPdf, PrintError> {
        let document = self.lay_out(paper)?;
        Ok(PrintedPdf { pdf: pdf_of(&document)?, pages: document.pages().len() })
    }

    pub(crate) fn lay_out(&self, paper: &Paper) -> Result<PagedDocument, PrintError> {
        let content = paper.content();
        self.compile(content.template(), content.to_json()?)
    }

    pub(crate) fn compile(&self, template: &str, data: Vec<u8>) -> Result<PagedDocument, PrintError> {
        typst::comemo::evict(PRINTS_REMEMBERED);
        let sheet = Sheet {
            library: &self.library,
            fonts: &self.fonts,
            templates: &self.templates,
            main: file_id(template)?,
            data: Bytes::new(data),
        };
        let document: PagedDocument = typst::compile(&sheet)
            .output
            .map_err(|diagnostics| PrintError::from_diagnostics(&diagnostics))?;
        match document.pages().iter().find_map(|page| missing_glyph(&page.frame)) {
            Some(character) => Err(PrintError::GlyphMissing { character }),
            None => Ok(document),
        }
    }

    fn borrowed(&self, document: &PagedDocument) -> Vec<Borrowed> {
        let mut found = BTreeMap::new();
        for page in document.pages() {
            each_text(&page.frame, &mut |text| {
                let family = &text.font.info().family;
                if !self.typefaces.know(family.as_str()) {
                    found.extend(text.text.chars().map(|character| (character, family.to_string())));
                }
            });
        }
        found.into_iter().map(|(character, family)| Borrowed { character, family }).collect()
    }
}

fn pdf_of(document: &PagedDocument) -> Result<Vec<u8>, PrintError> {
    let options = PdfOptions { creator: Smart::Custom(Some("Bidhall".into())), ..PdfOptions::default() };
    typst_pdf::pdf(document, &options).map_err(|diagnostics| PrintError::from_diagnostics(&diagnostics))
}

/// The text of a page without the marks of possible breaks.
fn text_of(frame: &Frame) -> String {
    let mut pieces = Vec::new();
    each_text(frame, &mut |text| pieces.push(text.text.as_str().replace('\u{200b}', "")));
    pieces.join("\n")
}

fn each_text(frame: &Frame, visit: &mut dyn FnMut(&TextItem)) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => each_text(&group.frame, visit),
            FrameItem::Text(text) => visit(text),
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(..) => {}
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
