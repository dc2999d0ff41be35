//! A picture that becomes a photo: it comes as every file comes, and what stays is what was drawn from it.

use actix_multipart::Multipart;
use domain::{
    ids::{DocumentId, PhotoId},
    photos::{Refusal, Square},
    problem::{Code, FieldError},
};
use store::photos;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Arrived, Upload, Uploads, file_part, land};
use crate::problem::Refused;

/// Pictures that are decoded at the same time. One of fifty megapixels takes several hundred megabytes.
pub(super) const DRAWN_AT_ONCE: usize = 2;

/// The body of a photo's upload, as the documentation shows it.
#[derive(Debug, ToSchema)]
pub struct PictureForm {
    /// A JPEG, PNG or WebP picture of at most 10 MiB.
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
}

impl Upload {
    /// Streams the one part `file` into the vault, draws the photo from it, and forgets what came.
    pub(crate) async fn photo(mut self, square: Option<Square>) -> Result<Arrived<PhotoId>, Refused> {
        let came = DocumentId::from(Uuid::now_v7());
        let drawn = self.in_time(async |parts, uploads| draw(parts, uploads, came, square).await).await;
        self.uploads.forget(came).await;
        match drawn {
            Ok(photo) => Ok(Arrived { id: photos::file(photo), file: photo, uploads: self.uploads }),
            Err(refused) => Err(self.instead(refused).await),
        }
    }
}

async fn draw(
    parts: &mut Multipart,
    uploads: &Uploads,
    came: DocumentId,
    square: Option<Square>,
) -> Result<PhotoId, Refused> {
    let part = file_part(parts).await?;
    land(part, parts, uploads, came).await?;
    let photo = PhotoId::from(Uuid::now_v7());
    uploads.lay(photos::file(photo), &uploads.drawn(came, square).await?).await?;
    Ok(photo)
}

pub(super) fn refused(why: Refusal) -> Refused {
    Refused::field(Code::Invalid, FieldError::new(why.pointer(), why.code()))
}
