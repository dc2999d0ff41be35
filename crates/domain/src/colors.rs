//! The organization's colors: whether what is written in them, and on them, can be read.
//!
//! The pages make further colors of the accent (`frontend/style/tokens.css`): links are a darker one on light pages and
//! a lighter one on dark pages. The same is counted here, so that an accent is refused before anybody has to read it.

/// A color's red, green and blue.
pub type Rgb = [u8; 3];

/// The least contrast of text (WCAG 2.2, 1.4.3).
pub const LEAST: f64 = 4.5;

/// Why an accent is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Links in it would vanish on a light page.
    TooLight,
    /// Links in it would vanish on a dark page.
    TooDark,
}

impl Unreadable {
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLight => "color_too_light",
            Self::TooDark => "color_too_dark",
        }
    }
}

/// `#rrggbb` as three numbers.
pub fn rgb(text: &str) -> Option<Rgb> {
    let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// The text color, black or white, that reads better on a color. The better of the two is always at least 4.5:1.
pub fn text_on(color: &str) -> &'static str {
    let color = rgb(color).unwrap_or_default();
    if contrast(color, WHITE) >= contrast(color, BLACK) { "#ffffff" } else { "#000000" }
}

/// The accent as the text of links: on light pages, and on dark ones.
pub fn links(accent: Rgb) -> [Rgb; 2] {
    [mix(accent, 0.72, [0x0c, 0x11, 0x16]), mix(accent, 0.40, WHITE)]
}

/// Refuses an accent whose links could not be read, on a light page or on a dark one.
pub fn readable(accent: Rgb) -> Result<(), Unreadable> {
    let [on_light, on_dark] = links(accent);
    let light = [WHITE, mix(accent, 0.09, WHITE), mix(accent, 0.03, [0xf7, 0xf8, 0xf9])];
    let dark = [mix(accent, 0.07, [0x18, 0x1c, 0x20]), mix(accent, 0.26, [0x15, 0x19, 0x1d])];
    let reads = |text: Rgb, pages: &[Rgb]| pages.iter().all(|page| contrast(text, *page) >= LEAST);
    match () {
        () if !reads(on_light, &light) => Err(Unreadable::TooLight),
        () if !reads(on_dark, &dark) => Err(Unreadable::TooDark),
        () => Ok(()),
    }
}

/// The contrast of two colors, from 1 to 21 (WCAG 2.2).
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// As it stands in a stylesheet.
pub fn hex([r, g, b]: Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

const WHITE: Rgb = [0xff; 3];
const BLACK: Rgb = [0; 3];

/// Relative luminance (WCAG 2.2).
fn luminance(color: Rgb) -> f64 {
    let [r, g, b] = color.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

fn gamma(part: f64) -> u8 {
    let part = part.clamp(0.0, 1.0);
    let part = if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 };
    (part * 255.0).round() as u8
}

/// `color-mix(in oklab, one share, other)`, as browsers count it (CSS Color 4 and 5).
fn mix(one: Rgb, share: f64, other: Rgb) -> Rgb {
    let (one, other) = (oklab(one), oklab(other));
    let [l, a, b] = [0, 1, 2].map(|at| one[at] * share + other[at] * (1.0 - share));
    let cones = [
        l + 0.396_337_777_4 * a + 0.215_803_757_3 * b,
        l - 0.105_561_345_8 * a - 0.063_854_172_8 * b,
        l - 0.089_484_177_5 * a - 1.291_485_548_0 * b,
    ];
    let [l, m, s] = cones.map(|cone| cone * cone * cone);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
    .map(gamma)
}

fn oklab(color: Rgb) -> [f64; 3] {
    let [r, g, b] = color.map(linear);
    let cones = [
        0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b,
        0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b,
        0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b,
    ];
    let [l, m, s] = cones.map(f64::cbrt);
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_on_the_accent_can_be_read() {
        assert_eq!(text_on("#0b3d5c"), "#ffffff");
        assert_eq!(text_on("#ffd54f"), "#000000");
    }

    #[test]
    fn contrast_goes_from_one_to_twenty_one() {
        assert!((contrast(BLACK, WHITE) - 21.0).abs() < 1e-9);
        assert!((contrast(WHITE, WHITE) - 1.0).abs() < 1e-9);
        // #767676 is the lightest grey that WCAG lets stand on white.
        assert!(contrast([0x76; 3], WHITE) >= LEAST && contrast([0x78; 3], WHITE) < LEAST);
    }

    #[test]
    fn colors_are_mixed_as_browsers_mix_them() {
        assert_eq!(mix(WHITE, 0.5, BLACK), [0x63; 3]);
        assert_eq!(mix([0x8f, 0x2d, 0x1f], 1.0, BLACK), [0x8f, 0x2d, 0x1f]);
        assert_eq!(mix([0x8f, 0x2d, 0x1f], 0.0, BLACK), BLACK);
    }

    #[test]
    fn usual_accents_are_taken_and_pale_ones_are_not() {
        for fine in ["#8f2d1f", "#0b3d5c", "#123456", "#0b5c7a", "#17603a", "#5b2a86"] {
            assert_eq!(readable(rgb(fine).unwrap()), Ok(()), "{fine}");
        }
        for pale in ["#ffd54f", "#ffff00", "#ffffff", "#9be7ff"] {
            assert_eq!(readable(rgb(pale).unwrap()), Err(Unreadable::TooLight), "{pale}");
        }
    }
}
