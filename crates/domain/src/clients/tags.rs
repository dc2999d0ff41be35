//! Tags: what the organization marks clients with.

use crate::{problem::FieldError, validate};

/// As many as one client may have.
pub const MOST_TAGS: usize = 30;

/// What is wrong with a list of tags, apart from that the organization may not have them.
pub(super) fn check(tags: &[String], errors: &mut Vec<FieldError>) {
    if tags.len() > MOST_TAGS {
        return errors.push(FieldError::new("/tags", "too_many_tags").with("max", MOST_TAGS));
    }
    for (place, tag) in tags.iter().enumerate() {
        let pointer = format!("/tags/{place}");
        if let Err(odd) = validate::code(tag) {
            errors.push(FieldError::new(pointer, odd.code));
        } else if tags[..place].contains(tag) {
            errors.push(FieldError::new(pointer, "twice"));
        }
    }
}

/// The same tags and one more.
pub fn with_tag(tags: &[String], tag: &str) -> Vec<String> {
    let mut tags = without_tag(tags, tag);
    tags.push(tag.to_owned());
    tags.sort();
    tags
}

/// The same tags without one.
pub fn without_tag(tags: &[String], tag: &str) -> Vec<String> {
    tags.iter().filter(|one| *one != tag).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(tags: &[&str]) -> Vec<String> {
        let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
        let mut errors = Vec::new();
        check(&tags, &mut errors);
        errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    #[test]
    fn a_tag_stands_once_and_is_a_code() {
        assert!(wrong(&["job_fair", "veteran"]).is_empty());
        assert_eq!(wrong(&["job_fair", "job_fair"]), ["/tags/1 twice"]);
        assert_eq!(wrong(&["Job fair!"]).len(), 1);
    }

    #[test]
    fn a_tag_comes_and_goes() {
        let tags = with_tag(&["veteran".to_owned()], "job_fair");
        assert_eq!(tags, ["job_fair", "veteran"]);
        assert_eq!(with_tag(&tags, "veteran"), tags);
        assert_eq!(without_tag(&tags, "job_fair"), ["veteran"]);
    }
}
