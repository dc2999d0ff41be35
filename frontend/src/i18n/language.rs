//! The languages that we speak. The public part speaks them all, the staff's part some.

/// A language with a folder in `locales/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    Spanish,
    /// In traditional characters.
    Chinese,
    Filipino,
    Vietnamese,
}

impl Language {
    pub const ALL: [Self; 5] =
        [Self::English, Self::Spanish, Self::Chinese, Self::Filipino, Self::Vietnamese];

    /// As RFC 5646 has it: `zh-Hant`.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::Chinese => "zh-Hant",
            Self::Filipino => "fil",
            Self::Vietnamese => "vi",
        }
    }

    /// What it calls itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Español",
            Self::Chinese => "繁體中文",
            Self::Filipino => "Filipino",
            Self::Vietnamese => "Tiếng Việt",
        }
    }

    /// Whether a group of pages speaks it. `portal` is what participants read behind the staff's door: see
    /// [`crate::pages::staff`].
    pub fn has(self, group: &str) -> bool {
        group != "staff" || matches!(self, Self::English | Self::Spanish)
    }

    /// The language of a tag such as `es-MX`, where we speak it. Who reads simplified characters is better served with
    /// traditional ones than with English; Tagalog (`tl`) is what Filipino is made of.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let main = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let main = if main == "tl" { "fil" } else { &main };
        Self::ALL.into_iter().find(|language| language.code().split('-').next() == Some(main))
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    #[test]
    fn a_country_does_not_change_the_language() {
        let spoken = [
            ("es-MX", Some(Language::Spanish)),
            ("EN", Some(Language::English)),
            ("zh-TW", Some(Language::Chinese)),
            ("zh", Some(Language::Chinese)),
            ("tl-PH", Some(Language::Filipino)),
            ("est", None),
            ("", None),
        ];
        for (tag, language) in spoken {
            assert_eq!(Language::of_tag(tag), language, "{tag}");
        }
    }

    #[test]
    fn the_folder_has_what_is_said_to_be_spoken() {
        let locales = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
        let names = |folder: &Path| -> BTreeSet<String> {
            let entries = fs::read_dir(folder).unwrap();
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
        };
        let folders = names(&locales.join("en"));
        assert_eq!(names(&locales), Language::ALL.map(|language| language.code().to_owned()).into());
        for language in Language::ALL {
            let had = folders.iter().filter(|folder| language.has(folder)).cloned().collect();
            assert_eq!(names(&locales.join(language.code())), had, "{language:?}");
        }
    }
}
