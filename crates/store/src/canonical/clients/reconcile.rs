//! From the rows that are there to the list that is wanted, with as few writes as it takes: what did not change
//! leaves no line in the audit.

use uuid::Uuid;

/// A row that is there.
pub(super) struct Row<T> {
    pub id: Uuid,
    pub position: i32,
    pub value: T,
}

/// What has to be written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plan<T> {
    pub remove: Vec<Uuid>,
    /// New rows, changed ones and moved ones, with their place. Those without an id are new.
    pub write: Vec<(Option<Uuid>, i32, T)>,
}

/// Equal values keep their row; a value that is `akin` to one that goes takes over its row, so that the audit shows
/// what a number was before.
pub(super) fn reconcile<T: Clone + PartialEq>(
    rows: Vec<Row<T>>,
    wanted: &[T],
    akin: impl Fn(&T, &T) -> bool,
) -> Plan<T> {
    let mut left = rows;
    let mut kept: Vec<Option<Row<T>>> =
        wanted.iter().map(|value| take(&mut left, |row| row.value == *value)).collect();
    for (place, value) in wanted.iter().enumerate() {
        if kept[place].is_none() {
            kept[place] = take(&mut left, |row| akin(&row.value, value));
        }
    }
    let places = (0..).zip(wanted).zip(kept);
    let changed = places.filter(|((position, value), row)| {
        row.as_ref().is_none_or(|row| row.value != **value || row.position != *position)
    });
    let write = changed.map(|((position, value), row)| (row.map(|row| row.id), position, value.clone()));
    Plan { write: write.collect(), remove: left.into_iter().map(|row| row.id).collect() }
}

fn take<T>(rows: &mut Vec<Row<T>>, wanted: impl Fn(&Row<T>) -> bool) -> Option<Row<T>> {
    let at = rows.iter().position(wanted)?;
    Some(rows.remove(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    /// Values of one letter are akin to values that begin with it.
    fn plan(rows: &[&'static str], wanted: &[&'static str]) -> Plan<&'static str> {
        let rows = (0..).zip(rows).map(|(position, value)| Row {
            id: id(position as u128),
            position,
            value: *value,
        });
        reconcile(rows.collect(), wanted, |a, b| a[..1] == b[..1])
    }

    #[test]
    fn the_same_list_is_no_write() {
        assert_eq!(plan(&["a", "b"], &["a", "b"]), Plan { remove: vec![], write: vec![] });
    }

    #[test]
    fn a_changed_value_takes_over_the_row_of_its_kind() {
        let expected = Plan { remove: vec![], write: vec![(Some(id(1)), 1, "b2")] };
        assert_eq!(plan(&["a1", "b1"], &["a1", "b2"]), expected);
    }

    #[test]
    fn an_equal_value_keeps_its_row_before_another_takes_it() {
        let expected = Plan { remove: vec![], write: vec![(None, 0, "a2"), (Some(id(0)), 1, "a1")] };
        assert_eq!(plan(&["a1"], &["a2", "a1"]), expected);
    }

    #[test]
    fn what_is_left_out_goes() {
        assert_eq!(plan(&["a", "b"], &["a"]), Plan { remove: vec![id(1)], write: vec![] });
    }

    #[test]
    fn two_equal_values_are_two_rows() {
        assert_eq!(plan(&["a"], &["a", "a"]), Plan { remove: vec![], write: vec![(None, 1, "a")] });
    }
}
