//! Words of a file. It is read outside of the page, so they stand here too: what the page calls the same codes is compared
//! with them in `tests/walls/words.rs`.

use crate::{applications, clients};

/// In English and Spanish.
pub type Words = (&'static str, &'static str);

pub(super) fn said((english, spanish): Words, language: &str) -> &'static str {
    if language == "es" { spanish } else { english }
}

pub(super) fn application_status(status: applications::Status) -> Words {
    use applications::Status;
    match status {
        Status::New => ("New", "Nueva"),
        Status::Contacted => ("Contacted", "Contactada"),
        Status::Accepted => ("Accepted", "Aceptada"),
        Status::Attached => ("Added to a client", "Agregada a un cliente"),
        Status::Declined => ("Declined", "Rechazada"),
    }
}

pub(super) fn client_status(status: clients::Status) -> Words {
    use clients::Status;
    match status {
        Status::Applicant => ("Applicant", "Solicitante"),
        Status::Active => ("Active", "Activo"),
        Status::Inactive => ("Inactive", "Inactivo"),
        Status::Closed => ("Closed", "Cerrado"),
        Status::Deceased => ("Deceased", "Fallecido"),
        Status::Merged => ("Merged", "Unido a otro"),
    }
}

pub(super) fn stage(stage: clients::Stage, places_people: bool) -> Words {
    use clients::Stage;
    match stage {
        Stage::Intake => ("Intake", "Ingreso"),
        Stage::InitialContact => ("Initial contact", "Primer contacto"),
        Stage::Assessment => ("Assessment", "Evaluación"),
        Stage::ProgramAssignment => ("Program assignment", "Asignación a programa"),
        Stage::ProgressTracking => ("Progress tracking", "Progreso"),
        Stage::JobPlacement if places_people => ("Job placement", "Colocación laboral"),
        Stage::JobPlacement => ("Service completion", "Servicio completado"),
        Stage::FollowUp => ("Follow-up", "Seguimiento"),
    }
}
