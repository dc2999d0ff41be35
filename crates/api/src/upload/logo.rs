//! A picture that becomes the organization's logo: it comes as every file comes, and what stays is what was drawn from it.

use actix_multipart::Multipart;
use domain::{ids::DocumentId, organization::Logo};
use store::organization::logo::KeptLogo;
use uuid::Uuid;

use super::{Arrived, Upload, Uploads, file_part, land};
use crate::problem::Refused;

impl Upload {
    /// Streams the one part `file` into the vault, draws the logo from it, and forgets what came.
    pub(crate) async fn logo(mut self) -> Result<Arrived<KeptLogo>, Refused> {
        let came = DocumentId::from(Uuid::now_v7());
        let drawn = self.in_time(async |parts, uploads| draw(parts, uploads, came).await).await;
        self.uploads.forget(came).await;
        match drawn {
            Ok(logo) => Ok(Arrived { id: logo.file, file: logo, uploads: self.uploads }),
            Err(refused) => Err(self.instead(refused).await),
        }
    }
}

async fn draw(parts: &mut Multipart, uploads: &Uploads, came: DocumentId) -> Result<KeptLogo, Refused> {
    let part = file_part(parts).await?;
    land(part, parts, uploads, came).await?;
    let (file, png) = (DocumentId::from(Uuid::now_v7()), uploads.emblem(came).await?);
    let (width, height) = size(&png).ok_or_else(|| Refused::internal("a logo without a size"))?;
    let stored = uploads.lay(file, &png).await?;
    let digest = stored.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(KeptLogo { file, logo: Logo { digest, width, height } })
}

/// Width and height of a PNG of our own drawing: they stand in its first chunk (ISO/IEC 15948, 11.2.2).
fn size(png: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| png.get(at..)?.first_chunk().copied().map(u32::from_be_bytes);
    Some((number(16)?, number(20)?))
}
