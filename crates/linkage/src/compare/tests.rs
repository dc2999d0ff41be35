use super::{Reason::*, *};

fn person(first_name: &str, last_name: &str) -> Person {
    Person { first_name: first_name.into(), last_name: last_name.into(), ..Person::default() }
}

/// Born on an ordinary day.
fn born(first_name: &str, last_name: &str) -> Person {
    Person { date_of_birth: NaiveDate::from_ymd_opt(1990, 2, 28), ..person(first_name, last_name) }
}

fn born_on_new_year(first_name: &str, last_name: &str) -> Person {
    Person { date_of_birth: NaiveDate::from_ymd_opt(1990, 1, 1), ..person(first_name, last_name) }
}

#[track_caller]
fn alike(a: &Person, b: &Person) {
    let [there, back] = [compare(a, b), compare(b, a)];
    assert_eq!(there.reasons, [SameBirthSimilarName], "{}", there.name_likeness);
    assert_eq!(there, back);
}

#[track_caller]
fn strangers(a: &Person, b: &Person) {
    let [there, back] = [compare(a, b), compare(b, a)];
    assert_eq!(there.reasons, [], "{}", there.name_likeness);
    assert_eq!(there, back);
}

#[test]
fn the_same_number_is_a_reason_whatever_the_names() {
    let with = |name, index: Option<Vec<u8>>| Person { ssn_index: index, ..person(name, "Chen") };
    assert_eq!(compare(&with("Ana", Some(vec![1])), &with("Bob", Some(vec![1]))).reasons, [SameSsn]);
    strangers(&with("Ana", Some(vec![1])), &with("Bob", Some(vec![2])));
    strangers(&with("Ana", None), &with("Bob", None));
}

#[test]
fn the_same_name_and_day_of_birth_is_a_reason() {
    alike(&born("Maria", "Garcia"), &born("Maria", "Garcia"));
}

/// The negative control: the name without the day, and the day without the name.
#[test]
fn the_same_name_or_the_same_day_alone_is_none() {
    let another_day =
        Person { date_of_birth: NaiveDate::from_ymd_opt(1991, 2, 28), ..born("Maria", "Garcia") };
    strangers(&born("Maria", "Garcia"), &another_day);
    strangers(&born("Maria", "Garcia"), &born("Tuan", "Nguyen"));
}

#[test]
fn an_unknown_day_of_birth_joins_nobody() {
    strangers(&person("Maria", "Garcia"), &person("Maria", "Garcia"));
    strangers(&person("Maria", "Garcia"), &born("Maria", "Garcia"));
}

#[test]
fn the_same_first_name_and_day_is_not_enough() {
    for last in ["Chen", "Okafor", "Lopez", "Gutierrez", ""] {
        strangers(&born("Maria", "Garcia"), &born("Maria", last));
    }
}

#[test]
fn the_same_last_name_and_day_is_not_enough_for_twins() {
    for (one, other) in [("Ana", "Ava"), ("Jane", "John"), ("Juan", "José"), ("Christopher", "Christina")] {
        strangers(&born(one, "Garcia"), &born(other, "Garcia"));
    }
}

#[test]
fn names_the_other_way_round_are_the_same() {
    alike(&born("Garcia", "Maria"), &born("Maria", "Garcia"));
    alike(&born("Nguyễn", "Tuấn"), &born("Tuan", "Nguyen"));
}

#[test]
fn one_wrong_letter_is_forgiven() {
    for (one, other) in [
        ("Francisco", "Francisca"),
        ("Steven", "Stephen"),
        ("Mohammed", "Muhammad"),
        ("Catherine", "Katherine"),
    ] {
        alike(&born(one, "Okafor"), &born(other, "Okafor"));
        assert!(compare(&born(one, "Okafor"), &born(other, "Okafor")).name_likeness < 100, "{one}");
    }
    alike(&born("Maria", "Rodriguez"), &born("Maria", "Rodrigues"));
}

#[test]
fn accents_capitals_and_marks_do_not_matter() {
    for (one, other) in [("José", "Jose"), ("Jose\u{301}", "JOSÉ"), ("Mary-Ann", "Maryann"), ("Zoë", "zoe")]
    {
        assert_eq!(compare(&born(one, "O’Brien"), &born(other, "OBRIEN")).name_likeness, 100, "{one}");
    }
}

#[test]
fn a_name_in_any_script_matches_itself() {
    for (first, last) in [("小明", "王"), ("민준", "김"), ("さくら", "佐藤"), ("محمد", "علي"), ("𞤀𞤣𞤤", "𞤢𞤥")]
    {
        assert_eq!(compare(&born(first, last), &born(first, last)).name_likeness, 100, "{first}");
    }
    alike(&born("小明", "王"), &born("王小明", ""));
    alike(&born("小明", "王"), &born("Xiaoming", "Wang"));
    strangers(&born("小明", "王"), &born("美玲", "陳"));
}

#[test]
fn a_person_with_one_name_matches_the_whole_name_alone() {
    alike(&born("Suharto", ""), &born("Suharto", ""));
    alike(&born("Suharto", ""), &born("", "Suharto"));
    alike(&born("Suharto", ""), &born("Suharto", "Suharto"));
    alike(&born("Suharto", ""), &born("FNU", "Suharto"));
    strangers(&born("Suharto", ""), &born("Suharto", "Wijaya"));
    strangers(&born("", ""), &born("", ""));
    strangers(&born("FNU", "LNU"), &born("FNU", "LNU"));
}

#[test]
fn a_last_name_of_two_letters_must_be_the_same() {
    alike(&born("Wei", "Li"), &born("Wei", "Li"));
    alike(&born("Ng", "Mei"), &born("Mei", "Ng"));
    for other in ["Le", "Lu", "Lin", "Liu", "Wu"] {
        strangers(&born("Wei", "Li"), &born("Wei", other));
    }
}

#[test]
fn one_of_two_surnames_is_enough() {
    alike(&born("María", "García López"), &born("Maria", "Garcia"));
    alike(&born("María", "García López"), &born("Maria", "Lopez"));
    alike(&born("Juan Carlos", "de la Cruz"), &born("Juan", "Dela Cruz"));
    strangers(&born("María", "García López"), &born("Maria", "Chen"));
}

#[test]
fn a_generation_is_not_a_name() {
    assert_eq!(compare(&born("John", "Martin, Jr."), &born("John", "Martin")).name_likeness, 100);
    strangers(&born("John", "Martin Jr"), &born("Tom", "Baker Jr"));
}

#[test]
fn a_preferred_name_and_an_alias_count_as_names() {
    let robert = Person {
        preferred_name: Some("Bob".into()),
        aliases: vec!["Tex".into(), "Roberto Diaz".into()],
        ..born("Robert", "Jones")
    };
    for (first, last) in [("Bob", "Jones"), ("Tex", "Jones"), ("Robert", "Tex"), ("Roberto", "Díaz")] {
        alike(&robert, &born(first, last));
    }
    strangers(&born("Robert", "Jones"), &born("Bob", "Jones"));
}

#[test]
fn the_first_of_january_wants_the_same_name() {
    alike(&born_on_new_year("José", "Garcia"), &born_on_new_year("Garcia", "Jose"));
    strangers(&born_on_new_year("Francisco", "Garcia"), &born_on_new_year("Francisca", "Garcia"));
    strangers(&born_on_new_year("Steven", "Okafor"), &born_on_new_year("Stephen", "Okafor"));
}

#[test]
fn a_shared_phone_or_email_is_a_reason_however_it_is_typed() {
    let reached = |phone: &str, email: &str| Person {
        phones: vec!["415 555 9999".into(), phone.into()],
        emails: vec![email.into()],
        ..person("A", "B")
    };
    let other = Person {
        phones: vec!["+1 (415) 555-0123".into()],
        emails: vec![" Ana@Example.org ".into()],
        ..person("C", "D")
    };
    assert_eq!(compare(&reached("4155550123", "ana@example.org"), &other).reasons, [SameEmail, SamePhone]);
    strangers(&reached("4155550124", "anna@example.org"), &other);
}

#[test]
fn empty_and_made_up_phones_and_emails_join_nobody() {
    let reached =
        |phone: &str| Person { phones: vec![phone.into()], emails: vec!["  ".into()], ..person("A", "B") };
    for phone in ["", "none", "000-000-0000", "1111111111"] {
        strangers(&reached(phone), &reached(phone));
    }
}

#[test]
fn one_reason_does_not_hide_another() {
    let whole = Person {
        ssn_index: Some(vec![1; 32]),
        phones: vec!["415 555 0123".into()],
        emails: vec!["a@example.org".into()],
        ..born("Maria", "Garcia")
    };
    assert_eq!(compare(&whole, &whole).reasons, [SameSsn, SameBirthSimilarName, SameEmail, SamePhone]);
    assert!(likely(&whole, &whole));
}
