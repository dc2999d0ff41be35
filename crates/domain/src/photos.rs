//! A client's photo: what is taken as one, and the square that is cut out of it.
//!
//! The photo is one field of the client's record, whose value is the id of a sealed file. So it has what every field
//! has: a version, a proposal where one may only propose, a conflict where somebody else was quicker, a line in the
//! audit. The picture that was sent is not kept. What is kept is drawn anew from it, small and square, and nothing of
//! where, when or with what it was taken comes along.

use serde::{Deserialize, Serialize};

use crate::{documents, problem::FieldError};

/// The largest picture, in bytes.
pub const MAX_BYTES: u64 = documents::MAX_BYTES;
/// The largest picture, in pixels: what good telephones take. A small file may promise far more.
pub const MAX_PIXELS: u64 = 50_000_000;
/// The smallest square, in pixels: on fewer nobody is known by their face.
pub const MIN_SIDE: u32 = 64;
/// The largest photo that is kept, in pixels a side.
pub const SIDE: u32 = 512;
/// What a file picker should offer. A telephone that keeps its pictures in another form sends them in one of these.
pub const ACCEPT: &str = "image/jpeg,image/png,image/webp";

/// Why a picture is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    Empty,
    TooLarge,
    /// Not a JPEG, PNG or WebP picture, whatever its name says.
    Kind,
    /// Cut short, or not what it begins as.
    Broken,
    /// A picture and something else at the same time: a page, a program's archive, a PDF.
    Mixed,
    /// It has more pixels than are taken.
    Pixels,
    Small,
    Animated,
    /// Looking into it took more memory or time than any picture needs.
    Bomb,
    /// The square is not inside of the picture.
    Square,
}

impl Refusal {
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::TooLarge => "file_too_large",
            Self::Kind => "picture_kind",
            Self::Broken => "picture_broken",
            Self::Mixed => "picture_mixed",
            Self::Pixels => "picture_pixels",
            Self::Small => "picture_small",
            Self::Animated => "picture_animated",
            Self::Bomb => "file_bomb",
            Self::Square => "outside_the_picture",
        }
    }

    /// Which field of the request it is about.
    pub fn pointer(self) -> &'static str {
        if self == Self::Square { "/side" } else { "/file" }
    }
}

/// What can be said of a picture before its content is there: the browser asks before it sends.
pub fn promising(bytes: u64) -> Result<(), Refusal> {
    match bytes {
        0 => Err(Refusal::Empty),
        n if n > MAX_BYTES => Err(Refusal::TooLarge),
        _ => Ok(()),
    }
}

/// The square of a picture that becomes the photo, in the picture's own pixels, as it is seen when it stands upright.
/// All three or none; with none it is the largest square in the middle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct Crop {
    /// Pixels from the picture's left edge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
    /// Pixels from the picture's upper edge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<u32>,
}

impl Crop {
    /// The square that is asked for, if one is.
    pub fn square(self) -> Result<Option<Square>, FieldError> {
        match (self.left, self.top, self.side) {
            (None, None, None) => Ok(None),
            (Some(left), Some(top), Some(side)) => Ok(Some(Square { left, top, side })),
            (None, ..) => Err(FieldError::new("/left", "required")),
            (_, None, _) => Err(FieldError::new("/top", "required")),
            (.., None) => Err(FieldError::new("/side", "required")),
        }
    }
}

/// A square of a picture, in its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Square {
    pub left: u32,
    pub top: u32,
    pub side: u32,
}

impl Square {
    /// The largest one in the middle.
    pub fn middle(width: u32, height: u32) -> Self {
        let side = width.min(height);
        Self { left: (width - side) / 2, top: (height - side) / 2, side }
    }

    /// Whether it lies inside of a picture and has enough pixels to be a photo.
    pub fn fits(self, width: u32, height: u32) -> bool {
        let inside = |from: u32, whole: u32| from.checked_add(self.side).is_some_and(|end| end <= whole);
        self.side >= MIN_SIDE && inside(self.left, width) && inside(self.top, height)
    }
}

impl From<Square> for Crop {
    fn from(Square { left, top, side }: Square) -> Self {
        Self { left: Some(left), top: Some(top), side: Some(side) }
    }
}

/// How a picture lies behind the square frame while somebody chooses what becomes the photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Framing {
    width: f64,
    height: f64,
    zoom: f64,
    /// The middle of the frame, in the picture's pixels.
    middle: (f64, f64),
}

impl Framing {
    /// The most that one may zoom in, where the picture has the pixels for it.
    pub const CLOSEST: f64 = 4.0;

    /// The largest square in the middle.
    pub fn new(width: u32, height: u32) -> Self {
        let (width, height) = (f64::from(width.max(1)), f64::from(height.max(1)));
        Self { width, height, zoom: 1.0, middle: (width / 2.0, height / 2.0) }
    }

    pub fn zoom(self) -> f64 {
        self.zoom
    }

    /// How far one may zoom into this picture.
    pub fn closest(self) -> f64 {
        (self.width.min(self.height) / f64::from(MIN_SIDE)).clamp(1.0, Self::CLOSEST)
    }

    /// Nearer or farther; what is in the middle stays there as far as the picture reaches.
    pub fn zoomed(self, zoom: f64) -> Self {
        Self { zoom: zoom.clamp(1.0, self.closest()), ..self }.kept_inside()
    }

    /// Moves the picture behind the frame. One is as far as the frame is wide.
    pub fn moved(self, right: f64, down: f64) -> Self {
        let (side, (x, y)) = (self.side(), self.middle);
        Self { middle: (x - right * side, y - down * side), ..self }.kept_inside()
    }

    /// What is inside of the frame.
    pub fn square(self) -> Square {
        let side = (self.side().round() as u32).max(1);
        let from = |middle: f64, whole: f64| {
            let end = (whole as u32).saturating_sub(side);
            ((middle - self.side() / 2.0).round().max(0.0) as u32).min(end)
        };
        Square { left: from(self.middle.0, self.width), top: from(self.middle.1, self.height), side }
    }

    /// Where the whole picture lies, in parts of the frame: left, top, width.
    pub fn place(self) -> (f64, f64, f64) {
        let side = self.side();
        let before = |middle: f64| 0.5 - middle / side;
        (before(self.middle.0), before(self.middle.1), self.width / side)
    }

    fn side(self) -> f64 {
        self.width.min(self.height) / self.zoom
    }

    /// The frame never shows what is beside the picture.
    fn kept_inside(self) -> Self {
        let half = self.side() / 2.0;
        let keep = |middle: f64, whole: f64| middle.clamp(half, whole - half);
        Self { middle: (keep(self.middle.0, self.width), keep(self.middle.1, self.height)), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crop_is_whole_or_none() {
        assert_eq!(Crop::default().square(), Ok(None));
        let square = Square { left: 1, top: 2, side: 300 };
        assert_eq!(Crop::from(square).square(), Ok(Some(square)));
        let half = Crop { side: Some(300), ..Crop::default() };
        assert_eq!(half.square(), Err(FieldError::new("/left", "required")));
    }

    #[test]
    fn a_square_beside_the_picture_does_not_fit() {
        let square = |left, top, side| Square { left, top, side };
        assert!(square(0, 0, 100).fits(100, 100));
        assert!(!square(1, 0, 100).fits(100, 100) && !square(0, 1, 100).fits(100, 100));
        assert!(!square(u32::MAX, 0, 100).fits(100, 100));
        assert!(!square(0, 0, MIN_SIDE - 1).fits(100, 100));
    }

    #[test]
    fn a_frame_begins_as_the_square_in_the_middle() {
        let frame = Framing::new(4000, 3000);
        assert_eq!(frame.square(), Square { left: 500, top: 0, side: 3000 });
        assert_eq!(frame.square(), Square::middle(4000, 3000));
    }

    #[test]
    fn a_frame_does_not_leave_the_picture() {
        let frame = Framing::new(4000, 3000).zoomed(2.0);
        for (right, down) in [(9.0, 9.0), (-9.0, -9.0), (9.0, -9.0), (0.3, -0.1)] {
            assert!(frame.moved(right, down).square().fits(4000, 3000), "{right} {down}");
        }
        assert_eq!(frame.moved(9.0, 9.0).square(), Square { left: 0, top: 0, side: 1500 });
        assert_eq!(frame.moved(9.0, 9.0).zoomed(1.0).square(), Square { left: 0, top: 0, side: 3000 });
    }

    #[test]
    fn moving_by_a_frame_shows_what_was_beside_it() {
        let frame = Framing::new(4000, 1000).moved(-1.0, 0.0);
        assert_eq!(frame.square(), Square { left: 2500, top: 0, side: 1000 });
        assert_eq!(frame.place(), (-2.5, 0.0, 4.0));
    }

    #[test]
    fn a_small_picture_is_not_zoomed_into_nothing() {
        assert_eq!(Framing::new(80, 100).zoomed(4.0).square().side, MIN_SIDE);
        assert_eq!(Framing::new(10, 10).zoomed(4.0).square().side, 10);
    }
}
