//! The lists that one chooses from. Each is read once: when the panel opens, or when the address names one of it.

use domain::{
    code_lists::{CodeValue, TAGS},
    custom_fields::CustomField,
    demographics::{AnswerIs, Question},
    permission::Permission,
    programs::Program,
    users::Colleague,
};
use leptos::prelude::*;

use crate::{
    api::Answer,
    components::{address::Address, loaded::Reading},
    session::{Session, use_session},
};

/// The filters of the address.
pub const KEYS: [&str; 8] =
    ["status", "stage", "tag", "program", "assignee", "assigned_since", "answer", "field"];

/// A list that is read when somebody wants it; nothing until then.
pub type Lazy<T> = Reading<Option<Vec<T>>>;

/// What one may choose from. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Choices {
    /// The panel stands open.
    pub open: RwSignal<bool>,
    /// The question whose answers the panel shows.
    pub question: RwSignal<Option<Question>>,
    pub programs: Lazy<Program>,
    pub people: Lazy<Colleague>,
    pub tags: Lazy<CodeValue>,
    /// Custom fields of clients that one may see.
    pub fields: Lazy<CustomField>,
    lists: StoredValue<Vec<(&'static str, Lazy<CodeValue>)>>,
}

/// Questions whose answers one may see, and so ask for.
pub fn questions(session: Session) -> Vec<Question> {
    Question::ALL.into_iter().filter(|question| session.may(question.permission())).collect()
}

pub fn sees_programs(session: Session) -> bool {
    session.may(Permission::SeeEnrollments) && session.may(Permission::SeePrograms)
}

impl Choices {
    fn new() -> Self {
        let (session, address) = (use_session(), Address::here());
        let (open, question) = (RwSignal::new(false), RwSignal::new(None));
        let programs = lazy(
            move || (sees_programs(session) && open.get()) || address.one("program").is_some(),
            move || session.programs(),
        );
        let people = lazy(
            move || open.get() || address.one("assignee").is_some(),
            move || async move { session.colleagues().await.map(with_clients) },
        );
        let tags = lazy(move || open.get() || address.one("tag").is_some(), move || session.code_list(TAGS));
        let seen = move |field: &CustomField| field.on.clients() && session.may(field.permission());
        let fields = lazy(
            move || open.get() || address.one("field").is_some(),
            move || async move { session.custom_fields().await.map(|all| all.into_iter().filter(seen).collect()) },
        );
        let named = move |list: &str| {
            let all = address.codes("answer", asked).into_iter().map(|answer| answer.question);
            all.chain(question.get()).any(|question| question.list() == list)
        };
        let mut lists = Vec::new();
        for list in questions(session).into_iter().map(Question::list) {
            if lists.iter().all(|(other, _)| *other != list) {
                lists.push((list, lazy(move || named(list), move || session.code_list(list))));
            }
        }
        Self { open, question, programs, people, tags, fields, lists: StoredValue::new(lists) }
    }

    /// The answers to a question; nothing where one may not see them.
    pub fn answers(self, question: Question) -> Option<Lazy<CodeValue>> {
        let lists = self.lists.read_value();
        lists.iter().find(|(list, _)| *list == question.list()).map(|(_, reading)| *reading)
    }
}

/// `gender:woman`, read.
pub fn asked(text: &str) -> Option<AnswerIs> {
    AnswerIs::try_from(text.to_owned()).ok()
}

/// Only people who work with clients have any.
fn with_clients(all: Vec<Colleague>) -> Vec<Colleague> {
    all.into_iter().filter(|one| one.sees_clients).collect()
}

fn lazy<T, F>(wanted: impl Fn() -> bool + Send + Sync + 'static, read: impl Fn() -> F + 'static) -> Lazy<T>
where
    T: Clone + 'static,
    F: Future<Output = Answer<Vec<T>>> + 'static,
{
    let wanted = Memo::new(move |before| before == Some(&true) || wanted());
    Reading::new(move || {
        let coming = wanted.get().then(&read);
        async move {
            match coming {
                Some(coming) => coming.await.map(Some),
                None => Ok(None),
            }
        }
    })
}

/// For the bar above the list, and for what stands there when nobody fits.
pub fn provide_choices() -> Choices {
    let choices = Choices::new();
    provide_context(choices);
    choices
}
