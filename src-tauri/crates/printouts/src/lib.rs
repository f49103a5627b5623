//! The paper of the centre: data in, finished pages out.
//!
//! A [`Press`] is built once per process and turns each [`Paper`] into the bytes of a PDF and one SVG picture per
//! page. The same data on the same fonts give the same bytes, nothing is read but the fonts of the system, and a
//! character that no font can show stops the print instead of leaving a box on an official page.

mod agency_notice;
mod code128;
mod error;
mod fonts;
mod health_tag;
mod pattern;
mod press;
mod sheet;
mod wording;

#[cfg(test)]
mod tests;

pub use agency_notice::{AgencyNotice, NoticeSession};
pub use error::PrintError;
pub use health_tag::HealthTag;
pub use press::{Paper, Press, Printed};
