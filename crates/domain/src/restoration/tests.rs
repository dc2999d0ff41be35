use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    audit::Action,
    clients::ClientPatch,
    demographics::Question,
    ids::ClientId,
    patch::Patch,
    permission::Permission::{Enroll, SetStage},
};

pub(super) fn entry(entity: &str, changes: Vec<FieldChange>) -> Entry {
    Entry {
        seq: 1,
        transaction: "1".into(),
        at: Default::default(),
        principal: "Casey".into(),
        principal_id: None,
        api_key: None,
        proposed_by: None,
        operation: "clients.update".into(),
        action: Action::Update,
        reason: None,
        rationale: None,
        entity: entity.into(),
        entity_id: Some(Uuid::nil()),
        custom_field: None,
        client_id: Some(ClientId::from(Uuid::nil())),
        client_name: None,
        changes,
        request_id: None,
    }
}

fn change(field: &str, before: Value, after: Value) -> FieldChange {
    FieldChange { field: field.into(), before, after, withheld: false }
}

#[test]
fn what_was_set_is_set_back_and_what_was_empty_is_cleared() {
    let changes = vec![
        change("neighborhood", json!("mission"), json!("bayview")),
        change("preferred_name", Value::Null, json!("Mari")),
        change("photo", json!("a"), json!("b")),
    ];
    let Ok(Edit::UpdateClient { patch, .. }) = edit(&entry("clients", changes), None) else { panic!() };
    let expected = ClientPatch {
        neighborhood: Patch::Set("mission".into()),
        preferred_name: Patch::Clear,
        ..ClientPatch::default()
    };
    assert_eq!(patch, expected);
}

#[test]
fn what_is_withheld_is_not_put_back() {
    let hidden = FieldChange { withheld: true, ..change("reason", Value::Null, Value::Null) };
    let day = change("end_date", Value::Null, json!("2026-12-01"));
    let Ok(Edit::AmendRestriction { patch, .. }) =
        edit(&entry("restrictions", vec![hidden.clone(), day]), None)
    else {
        panic!()
    };
    assert!(patch.reason.is_keep() && !patch.end_date.is_keep());
    assert_eq!(edit(&entry("restrictions", vec![hidden]), None).unwrap_err()[0].code, "withheld");
}

#[test]
fn an_answer_that_was_corrected_is_answered_again() {
    let answer = Answer::given(Question::Gender, vec!["woman".into()]);
    let changes = vec![change("corrected_at", Value::Null, json!("2026-11-02T10:00:00Z"))];
    let made = edit(&entry("demographics", changes), Some(Now::Answer(answer.clone())));
    let Ok(Edit::AnswerDemographics { answers, .. }) = made else { panic!() };
    assert_eq!(answers.answers, [answer]);
}

#[test]
fn everything_else_says_that_nothing_can_be_put_back() {
    for (entity, field) in [("notes", "text"), ("clients", "photo"), ("restrictions", "lifted_at")] {
        let entry = entry(entity, vec![change(field, Value::Null, json!("x"))]);
        assert_eq!(edit(&entry, None).unwrap_err()[0].code, "nothing_to_put_back", "{entity}");
    }
    let made =
        Entry { action: Action::Create, ..entry("clients", vec![change("status", json!("a"), json!("b"))]) };
    assert!(!is_possible(&made));
}

#[test]
fn a_phone_that_came_is_taken_away_and_half_of_one_is_not_put_back() {
    let value = change("value", json!("415-555-0101"), Value::Null);
    let came = Entry { action: Action::Create, ..entry("contact_points", vec![value.clone()]) };
    assert!(is_possible(&came));
    let hidden = FieldChange { withheld: true, ..change("kind", Value::Null, Value::Null) };
    let half = entry("contact_points", vec![value, hidden]);
    assert_eq!(fields(&half).unwrap_err()[0].code, "withheld");
}

/// An entry about a record of no client.
fn of_agency(entity: &str, changes: Vec<FieldChange>) -> Entry {
    Entry { client_id: None, ..entry(entity, changes) }
}

#[test]
fn a_value_of_a_custom_field_is_put_back_under_the_name_of_its_field() {
    let name = || Some(Now::Field("shirt_size".into()));
    let set = |edit| match edit {
        Ok(Edit::SetFields { fields, .. }) => serde_json::to_value(fields.values).unwrap(),
        other => panic!("{other:?}"),
    };
    let changed = entry("custom_values", vec![change("code", json!("m"), json!("l"))]);
    assert_eq!(set(edit(&changed, name())), json!({ "shirt_size": "m" }));
    let hours = entry("custom_values", vec![change("number", json!(37.5), Value::Null)]);
    assert_eq!(set(edit(&hours, name())), json!({ "shirt_size": 37.5 }));
    let came = Entry {
        action: Action::Create,
        ..entry(
            "custom_values",
            vec![change("code", Value::Null, json!("l")), change("field", Value::Null, json!("shirt_size"))],
        )
    };
    assert_eq!(set(edit(&came, name())), json!({ "shirt_size": null }), "it is emptied again");
    assert_eq!(edit(&changed, None).unwrap_err()[0].code, NOTHING, "nobody knows the field any more");
    let of_application = of_agency("custom_values", vec![change("code", json!("m"), json!("l"))]);
    assert!(!is_possible(&of_application));
}

#[test]
fn dates_of_an_enrollment_are_corrected_with_the_entry_as_the_reason() {
    let changes = vec![
        change("end_date", Value::Null, json!("2026-12-01")),
        change("override_reason", Value::Null, json!("A place was promised")),
    ];
    let entry = entry("enrollments", changes);
    let Ok(Edit::CorrectEnrollment { patch, .. }) = edit(&entry, None) else { panic!() };
    assert_eq!((patch.end_date, patch.reason), (Patch::Clear, why(1)));
    assert!(patch.start_date.is_keep() && patch.override_reason.is_none());
    assert!(takes(&entry).contains(&Enroll));
}

#[test]
fn a_move_in_the_journey_is_made_the_other_way() {
    let moved = entry("clients", vec![change("stage", json!("intake"), json!("assessment"))]);
    let Ok(Edit::MoveStage { to, .. }) = edit(&moved, None) else { panic!() };
    assert_eq!(to.stage.code(), "intake");
    assert!(takes(&moved).contains(&SetStage));
}

#[test]
fn fields_of_programs_and_departments_are_put_back_and_their_order_is_not() {
    let changes = vec![
        change("name", json!("Kitchen"), json!("Kitchen Academy")),
        change("department_id", Value::Null, json!(Uuid::nil())),
        change("position", json!(1), json!(2)),
    ];
    let Ok(Edit::UpdateProgram { patch, .. }) = edit(&of_agency("programs", changes), None) else { panic!() };
    assert_eq!((patch.name, patch.department_id), (Some("Kitchen".into()), Patch::Clear));
    assert_eq!(patch.position, None);
    let moved = of_agency("programs", vec![change("position", json!(1), json!(2))]);
    assert!(!is_possible(&moved));
    let owner = vec![change("owner_id", json!(Uuid::nil()), Value::Null)];
    let Ok(Edit::UpdateDepartment { patch, .. }) = edit(&of_agency("departments", owner), None) else {
        panic!()
    };
    assert_eq!(patch.owner_id, Patch::Set(Uuid::nil().into()));
}
