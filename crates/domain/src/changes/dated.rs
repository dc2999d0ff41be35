//! The day that an edit means where it names none.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::Edit;
use crate::demographics::Answer;

impl Edit {
    /// The same with the day that it means by naming none. What is answered on a day is true from that day on, whenever it
    /// is approved. `stands` is what stands in each field now: an answer that repeats it says nothing new of any day, and
    /// stays without one.
    pub fn dated(mut self, today: NaiveDate, stands: &Map<String, Value>) -> Self {
        match &mut self {
            Self::CreateClient { draft } => {
                for answer in &mut draft.answers {
                    answer.valid_from.get_or_insert(today);
                }
            }
            Self::AnswerDemographics { answers, .. } => {
                let dated = answers.dated(today);
                for (answer, (dated, _)) in answers.answers.iter_mut().zip(dated) {
                    if !repeats(answer, stands) {
                        *answer = dated;
                    }
                }
            }
            _ => {}
        }
        self
    }
}

fn repeats(answer: &Answer, stands: &Map<String, Value>) -> bool {
    let Some(now) = stands.get(answer.question.code()) else { return false };
    now.get("status") == Some(&json!(answer.status)) && now.get("codes") == Some(&json!(answer.codes))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::ClientId;

    #[test]
    fn an_answer_without_a_day_is_of_the_day_on_which_it_is_given_unless_it_repeats_what_stands() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
        let answers = json!({ "answers": [
            { "question": "sex", "status": "declined" },
            { "question": "education", "status": "unknown" },
            { "question": "gender", "status": "unknown", "valid_from": "2020-01-01" },
        ] });
        let answers = serde_json::from_value(answers).unwrap();
        let edit = Edit::AnswerDemographics { client: ClientId::from(Uuid::nil()), answers };
        let known = json!({ "status": "unknown", "codes": [], "valid_from": "2019-01-01" });
        let stands = Map::from_iter([("education".to_owned(), known)]);
        let fields = edit.dated(today, &stands).fields();
        let day = |question: &str| fields[question]["valid_from"].clone();
        assert_eq!(
            [day("sex"), day("education"), day("gender")],
            [json!("2026-03-09"), Value::Null, json!("2020-01-01")]
        );
    }
}
