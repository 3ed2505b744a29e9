//! The type of a document, told by its first bytes and never by its name.

use super::refusal::{Fact, Refusal};

/// The largest document, in bytes.
pub const LARGEST: usize = 10 * 1024 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    Jpeg,
    Png,
    WebP,
    Pdf,
}

impl Media {
    pub const ALL: [Self; 4] = [Self::Jpeg, Self::Png, Self::WebP, Self::Pdf];

    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }

    /// The endings of such a file's name.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::WebP => &["webp"],
            Self::Pdf => &["pdf"],
        }
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            _ => None,
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.name() == name)
    }
}

/// Tells the type of a document.
///
/// # Errors
/// `attachment-missing`, `attachment-too-large`; `attachment-kind` for anything but a photo or a PDF; `attachment-name` when
/// the name's ending does not match the bytes.
pub fn identify(name: &str, bytes: &[u8]) -> Result<Media, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::invalid("file", "attachment-missing"));
    }
    if bytes.len() > LARGEST {
        return Err(Refusal::invalid("file", "attachment-too-large").with("most", Fact::Number(10)));
    }
    let named = |code| Refusal::invalid("file", code).with("name", Fact::Text(name.chars().take(80).collect()));
    let media = Media::of_bytes(bytes).ok_or_else(|| named("attachment-kind"))?;
    match name.rsplit_once('.') {
        Some((_, ending)) if !media.endings().contains(&ending.to_lowercase().as_str()) => Err(named("attachment-name")),
        _ => Ok(media),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_what_its_bytes_say() {
        let pdf = b"%PDF-1.7 ...";
        assert_eq!(identify("factura.PDF", pdf), Ok(Media::Pdf));
        assert_eq!(identify("foto", &[0xff, 0xd8, 0xff, 0xe0]), Ok(Media::Jpeg));
        for (name, bytes, code) in [
            ("factura.jpg", &pdf[..], "attachment-name"),
            ("factura.exe", &pdf[..], "attachment-name"),
            ("virus.pdf", b"MZ\x90\x00", "attachment-kind"),
            ("pagina.png", b"<html><script>", "attachment-kind"),
            ("nada.pdf", b"", "attachment-missing"),
        ] {
            assert_eq!(identify(name, bytes).unwrap_err().code, code, "{name}");
        }
        let mut large = pdf.to_vec();
        large.resize(LARGEST + 1, 0);
        assert_eq!(identify("a.pdf", &large).unwrap_err().code, "attachment-too-large");
    }
}
