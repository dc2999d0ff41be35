//! A date of birth: three fields, because nobody scrolls a calendar back forty years.

use chrono::NaiveDate;
use domain::problem::FieldError;
use leptos::prelude::*;

use super::{Around, Core, Field, around::Aria};
use crate::i18n::{Language, Text, tr, use_i18n};

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Birth {
    pub day: String,
    pub month: String,
    pub year: String,
}

impl From<Option<NaiveDate>> for Birth {
    fn from(date: Option<NaiveDate>) -> Self {
        use chrono::Datelike;
        date.map_or_else(Self::default, |date| Self {
            day: date.day().to_string(),
            month: date.month().to_string(),
            year: date.year().to_string(),
        })
    }
}

impl Birth {
    pub fn is_empty(&self) -> bool {
        [&self.day, &self.month, &self.year].iter().all(|part| part.trim().is_empty())
    }

    /// As a draft keeps it, finished or not.
    fn kept(&self) -> String {
        [&self.year, &self.month, &self.day].map(|part| part.replace('/', "")).join("/")
    }

    fn of_kept(text: &str) -> Self {
        let mut parts = text.split('/').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        Self { year: next(), month: next(), day: next() }
    }

    /// The date, when what was typed is one. A year has four digits: "85" could be either century.
    pub fn date(&self) -> Option<NaiveDate> {
        let year = Some(self.year.trim()).filter(|year| year.len() == 4)?;
        let number = |text: &str| text.trim().parse::<u32>().ok();
        NaiveDate::from_ymd_opt(year.parse().ok()?, number(&self.month)?, number(&self.day)?)
    }
}

impl Core {
    /// A date of birth at a place of the draft.
    pub fn birth(self, pointer: &'static str, date: Option<NaiveDate>) -> Field<Birth> {
        let field = self.field(pointer, Birth::from(date));
        let signal = field.signal();
        self.remember_as(pointer, move || signal.read().kept(), move |text| signal.set(Birth::of_kept(text)));
        field.reads_by(move || {
            let typed = field.get();
            let unreadable = !typed.is_empty() && typed.date().is_none();
            unreadable.then(|| FieldError::new(pointer, "date"))
        })
    }
}

impl Field<Birth> {
    pub fn date(self) -> Option<NaiveDate> {
        self.get().date()
    }
}

#[component]
pub fn BirthField(
    field: Field<Birth>,
    label: Text,
    #[prop(optional, into)] help: Option<Text>,
    #[prop(optional)] optional: bool,
    /// The form is about the person who fills it in, so the browser may offer their birthday.
    #[prop(optional)]
    own: bool,
) -> impl IntoView {
    let aria = Aria::of(field, label, help);
    let part = move |which: Which| view! { <Part field which own aria=aria.clone()/> };
    let around = Aria::of(field, label, help);
    let i18n = use_i18n();
    view! {
        <Around aria=around label help optional group=true>
            <div class="field-birth">
                {move || Which::in_order(i18n.language()).map(part.clone())}
            </div>
        </Around>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Day,
    Month,
    Year,
}

impl Which {
    /// As a date is said: "March 27, 1985", "27 de marzo de 1985", "1985年3月27日".
    fn in_order(language: Language) -> [Self; 3] {
        match language {
            Language::English | Language::Filipino => [Self::Month, Self::Day, Self::Year],
            Language::Spanish | Language::Vietnamese => [Self::Day, Self::Month, Self::Year],
            Language::Chinese => [Self::Year, Self::Month, Self::Day],
        }
    }

    fn of(self, birth: &mut Birth) -> &mut String {
        match self {
            Self::Day => &mut birth.day,
            Self::Month => &mut birth.month,
            Self::Year => &mut birth.year,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    fn autocomplete(self) -> &'static str {
        match self {
            Self::Day => "bday-day",
            Self::Month => "bday-month",
            Self::Year => "bday-year",
        }
    }

    fn digits(self) -> &'static str {
        if self == Self::Year { "4" } else { "2" }
    }
}

#[component]
fn Part(field: Field<Birth>, which: Which, own: bool, aria: Aria) -> impl IntoView {
    let label = match which {
        Which::Day => tr!(forms.day),
        Which::Month => tr!(forms.month),
        Which::Year => tr!(forms.year),
    };
    let id = format!("{}-{}", aria.ids.control, which.name());
    let (invalid, described_by) = (aria.invalid(), aria.described_by());
    view! {
        <label class="field-part">
            <span>{label}</span>
            <input
                id=id
                class=if which == Which::Year { "input field-year" } else { "input field-two" }
                type="text"
                inputmode="numeric"
                maxlength=which.digits()
                autocomplete=if own { which.autocomplete() } else { "off" }
                aria-invalid=invalid
                aria-describedby=described_by
                prop:value=move || which.of(&mut field.get()).clone()
                on:input=move |event| field.update(|birth| *which.of(birth) = event_target_value(&event))
                // The three are one answer: it is left when its last part is.
                on:blur=move |_| if which == Which::Year || !field.get().is_empty() && field.date().is_some() { field.leave() }
            />
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(day: &str, month: &str, year: &str) -> Birth {
        Birth { day: day.into(), month: month.into(), year: year.into() }
    }

    #[test]
    fn three_numbers_are_a_date() {
        assert_eq!(typed("27", "3", "1985").date(), NaiveDate::from_ymd_opt(1985, 3, 27));
        assert_eq!(typed(" 27 ", "03", "1985").date(), NaiveDate::from_ymd_opt(1985, 3, 27));
    }

    #[test]
    fn half_a_date_comes_back_as_it_was_typed() {
        for birth in [typed("27", "3", ""), typed("", "", "1985"), Birth::default()] {
            assert_eq!(Birth::of_kept(&birth.kept()), birth);
        }
    }

    #[test]
    fn a_day_that_never_was_is_no_date() {
        assert_eq!(typed("31", "2", "1985").date(), None);
        assert_eq!(typed("27", "3", "85").date(), None);
    }
}
