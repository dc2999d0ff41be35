//! The words over the columns, and those for what stands there as a code of the program itself. A file is read outside
//! of the page, so they stand here.

use super::Plain;
use crate::{
    clients::{Stage, Status},
    code_lists::Labels,
};

type Words = (&'static str, &'static str);

impl Plain {
    /// The word over the column.
    pub fn heading(self, language: &str) -> &'static str {
        said(self.words(), language)
    }

    /// The same by language.
    pub fn labels(self) -> Labels {
        let (english, spanish) = self.words();
        Labels::from([("en".to_owned(), english.to_owned()), ("es".to_owned(), spanish.to_owned())])
    }

    fn words(self) -> Words {
        match self {
            Self::LastName => ("Last name", "Apellidos"),
            Self::FirstName => ("First name", "Nombre"),
            Self::PreferredName => ("Preferred name", "Nombre preferido"),
            Self::Aliases => ("Other names", "Otros nombres"),
            Self::DateOfBirth => ("Date of birth", "Fecha de nacimiento"),
            Self::Status => ("Status", "Estado"),
            Self::Stage => ("Stage", "Etapa"),
            Self::Programs => ("Programs", "Programas"),
            Self::Staff => ("Staff", "Personal"),
            Self::Tags => ("Tags", "Etiquetas"),
            Self::Phones => ("Phones", "Teléfonos"),
            Self::Emails => ("Email addresses", "Correos electrónicos"),
            Self::DoNotContact => ("Do not contact at", "No contactar en"),
            Self::Addresses => ("Addresses", "Direcciones"),
            Self::Residency => ("Residency", "Residencia"),
            Self::Neighborhood => ("Neighborhood", "Vecindario"),
            Self::ReferralSource => ("Heard of us by", "Cómo supo de nosotros"),
            Self::ExternalIds => ("Ids in other systems", "Números en otros sistemas"),
            Self::AddedOn => ("Added on", "Añadido el"),
            Self::Id => ("Id", "Id"),
        }
    }

    /// A cell in words, where it is a code of the program itself.
    pub fn worded(self, cell: String, language: &str, places_people: bool) -> String {
        let words = match self {
            Self::Status => Status::from_code(&cell).map(status),
            Self::Stage => Stage::from_code(&cell).map(|one| stage(one, places_people)),
            _ => None,
        };
        words.map_or(cell, |words| said(words, language).to_owned())
    }
}

fn said((english, spanish): Words, language: &str) -> &'static str {
    if language == "es" { spanish } else { english }
}

fn status(status: Status) -> Words {
    match status {
        Status::Applicant => ("Applicant", "Solicitante"),
        Status::Active => ("Active", "Activo"),
        Status::Inactive => ("Inactive", "Inactivo"),
        Status::Closed => ("Closed", "Cerrado"),
        Status::Deceased => ("Deceased", "Fallecido"),
        Status::Merged => ("Merged", "Fusionado"),
    }
}

fn stage(stage: Stage, places_people: bool) -> Words {
    match stage {
        Stage::Intake => ("Intake", "Ingreso"),
        Stage::InitialContact => ("Initial contact", "Primer contacto"),
        Stage::Assessment => ("Assessment", "Evaluación"),
        Stage::ProgramAssignment => ("Program assignment", "Asignación a un programa"),
        Stage::ProgressTracking => ("Progress tracking", "Seguimiento del progreso"),
        Stage::JobPlacement if places_people => ("Job placement", "Colocación laboral"),
        Stage::JobPlacement => ("Service completion", "Servicio completado"),
        Stage::FollowUp => ("Follow-up", "Seguimiento"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_written_in_words_and_the_rest_stays() {
        let worded = |column: Plain, cell: &str, places| column.worded(cell.to_owned(), "en", places);
        assert_eq!(worded(Plain::Status, "active", true), "Active");
        assert_eq!(worded(Plain::Stage, "job_placement", true), "Job placement");
        assert_eq!(worded(Plain::Stage, "job_placement", false), "Service completion");
        assert_eq!(worded(Plain::LastName, "active", true), "active");
        assert_eq!(Plain::Stage.heading("es"), "Etapa");
    }
}
