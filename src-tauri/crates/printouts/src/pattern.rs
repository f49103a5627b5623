//! The codes that a scanner reads, as black blocks on a grid of modules.

use qrcodegen::{QrCode, QrCodeEcc};
use serde::Serialize;

use crate::{PrintError, code128};

/// A grid of modules without its quiet zone, and what of it is black.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Pattern {
    columns: i32,
    rows: i32,
    blocks: Vec<Block>,
}

/// Neighbouring black modules of one row, as long as they go.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Block {
    column: i32,
    row: i32,
    width: i32,
}

impl Pattern {
    /// The smallest QR code of the text that can be read with a third of it soiled.
    pub(crate) fn qr(text: &str) -> Result<Self, PrintError> {
        let code =
            QrCode::encode_text(text, QrCodeEcc::High).map_err(|error| PrintError::internal(&error))?;
        let side = code.size();
        let blocks = (0..side).flat_map(|row| blocks_of_row(&code, row)).collect();
        Ok(Self { columns: side, rows: side, blocks })
    }

    /// The bars of Code 128, one module high.
    pub(crate) fn code128(text: &str) -> Result<Self, PrintError> {
        let widths = code128::widths(text)
            .ok_or_else(|| PrintError::internal(&format_args!("Code 128 cannot carry {text:?}")))?;
        let mut blocks = Vec::new();
        let mut columns = 0;
        for (index, width) in widths.into_iter().enumerate() {
            if index % 2 == 0 {
                blocks.push(Block { column: columns, row: 0, width });
            }
            columns += width;
        }
        Ok(Self { columns, rows: 1, blocks })
    }
}

fn blocks_of_row(code: &QrCode, row: i32) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for column in (0..code.size()).filter(|&column| code.get_module(column, row)) {
        match blocks.last_mut() {
            Some(block) if block.column + block.width == column => block.width += 1,
            _ => blocks.push(Block { column, row, width: 1 }),
        }
    }
    blocks
}
