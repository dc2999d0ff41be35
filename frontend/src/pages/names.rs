//! What people are called: the preferred name first, the legal one where law needs it.

use domain::clients::display_name;

/// "Mari Sánchez": the preferred first name before the last name.
pub fn called(first: &str, last: &str, preferred: Option<&str>) -> String {
    display_name(preferred.map(str::trim).filter(|name| !name.is_empty()), first, last)
}

/// The legal name, where it differs from what the person is called.
pub fn legal(first: &str, last: &str, preferred: Option<&str>) -> Option<String> {
    let name = display_name(None, first, last);
    (name != called(first, last, preferred)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_preferred_name_is_none() {
        assert_eq!(called("María", "Sánchez", Some("Mari")), "Mari Sánchez");
        assert_eq!(called("Sukarno", "", Some(" ")), "Sukarno");
    }

    #[test]
    fn the_legal_name_is_told_where_it_differs() {
        assert_eq!(legal("María", "Sánchez", Some("Mari")).as_deref(), Some("María Sánchez"));
        assert_eq!(legal("María", "Sánchez", Some("María")), None);
    }
}
