//! Faces for some of the demo's people: drawn, for nobody real is in the demo.

use domain::{changes::Edit, ids::PhotoId};
use image::{ExtendedColorType, ImageEncoder, ImageResult, Rgb, RgbImage, codecs::png::PngEncoder};

use super::{
    Cast, Served,
    work::{Desk, client, keep},
};
use crate::{
    Store, StoreError, StoreResult, changes,
    files::{Vault, portrait},
    new_id, photos,
};

/// Larger than a photo is kept, so that the edges come out smooth.
const SIDE: u32 = 1024;

/// Whose, and the colors of wall, hair, skin and clothes.
const FACES: [(Served, [u32; 4]); 3] = [
    (Served::Maria, [0xc9dfe0, 0x3a2418, 0xc68a5e, 0xb4472f]),
    (Served::Darnell, [0xe6d9bd, 0x1d1613, 0x7a4a2b, 0x2f5d8a]),
    (Served::WendyHerself, [0xdcd6ea, 0x17171c, 0xe6b48c, 0x3f7d5a]),
];

pub(super) fn hang(store: &Store, vault: &Vault) -> StoreResult<()> {
    let cora = Desk::of(store, Cast::Cora)?;
    for (person, colors) in FACES {
        let drawn = png(&face(colors)).map_err(|error| StoreError::Internal(error.to_string()))?;
        let drawn = portrait(&drawn, None)
            .map_err(|refusal| StoreError::Internal(format!("a demo photo: {}", refusal.code())))?;
        let photo = PhotoId::from(new_id());
        keep(vault, photos::file(photo), &drawn)?;
        cora.write(Edit::SET_PHOTO, |tx| {
            let client = client(tx, person)?;
            changes::submit(tx, Edit::SetPhoto { client, photo: Some(photo) }, None).map(|_| ())
        })?;
    }
    cora.leave()
}

/// Ellipses on each other: the middle, how far they reach, and which of the colors they have.
const SHAPES: [([f32; 4], usize); 5] = [
    ([0.50, 0.47, 0.27, 0.33], 1),
    ([0.50, 0.75, 0.09, 0.16], 2),
    ([0.50, 1.12, 0.42, 0.32], 3),
    ([0.50, 0.50, 0.20, 0.25], 2),
    ([0.50, 0.27, 0.21, 0.10], 1),
];

fn face(colors: [u32; 4]) -> RgbImage {
    let color = |at: usize| {
        let [_, red, green, blue] = colors[at].to_be_bytes();
        Rgb([red, green, blue])
    };
    RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let (x, y) = (x as f32 / SIDE as f32, y as f32 / SIDE as f32);
        let inside = |[left, top, wide, high]: [f32; 4]| {
            ((x - left) / wide).powi(2) + ((y - top) / high).powi(2) <= 1.0
        };
        let top = SHAPES.iter().rev().find(|(shape, _)| inside(*shape));
        color(top.map_or(0, |(_, at)| *at))
    })
}

fn png(drawing: &RgbImage) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(drawing, SIDE, SIDE, ExtendedColorType::Rgb8)?;
    Ok(bytes)
}
