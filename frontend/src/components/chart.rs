//! Small charts: lines across or columns beside each other, from zero, each value a link to the list that it counts, and
//! all of them in a table for those who rather read.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::i18n::{Text, tr};

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// What stands at it: a stage, a day.
    pub label: String,
    pub value: f64,
    /// The value as it is written there: "12", "5 h", "12 of 25".
    pub text: String,
    /// Both in words, for those who hear it.
    pub words: String,
    pub href: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One below the other, for names.
    Lines,
    /// One beside the other, for what goes on in time.
    Columns,
}

impl Shape {
    fn class(self) -> &'static str {
        match self {
            Self::Lines => "chart-lines",
            Self::Columns => "chart-columns",
        }
    }
}

/// How much of a hundred a value takes. Nothing is drawn beyond the edge.
fn share(value: f64, most: f64) -> f64 {
    if most > 0.0 { (value / most * 100.0).clamp(0.0, 100.0) } else { 0.0 }
}

#[component]
pub fn Chart(
    shape: Shape,
    points: Vec<Point>,
    /// What the labels are, and what the values.
    head: (Text, Text),
    /// What fills the whole room; the greatest value where nothing is said.
    #[prop(optional)]
    most: Option<f64>,
) -> impl IntoView {
    let most = most.unwrap_or_else(|| points.iter().map(|point| point.value).fold(0.0, f64::max));
    let marks = points.clone().into_iter().map(|point| view! { <Mark shape point most/> }).collect_view();
    view! {
        <div class="chart">
            <ul class=shape.class()>{marks}</ul>
            <details class="chart-table">
                <summary>{tr!(chart.as_table)}</summary>
                <Table points head/>
            </details>
        </div>
    }
}

#[component]
fn Mark(shape: Shape, point: Point, most: f64) -> impl IntoView {
    let Point { label, value, text, words, href } = point;
    let share = share(value, most);
    let (view_box, (x, y, width, height)) = match shape {
        Shape::Lines => ("0 0 100 10", (0.0, 0.0, share, 10.0)),
        Shape::Columns => ("0 0 10 100", (0.0, 100.0 - share, 10.0, share)),
    };
    let said = words.clone();
    view! {
        <li>
            <A href {..} class="chart-mark" title=said>
                <span class="chart-words">{words}</span>
                <span class="chart-label" aria-hidden="true">{label}</span>
                <svg viewBox=view_box preserveAspectRatio="none" aria-hidden="true">
                    <rect x=format!("{x:.1}") y=format!("{y:.1}") width=format!("{width:.1}") height=format!("{height:.1}")/>
                </svg>
                <span class="chart-text" aria-hidden="true">{text}</span>
            </A>
        </li>
    }
}

#[component]
fn Table(points: Vec<Point>, head: (Text, Text)) -> impl IntoView {
    let row = |point: Point| {
        view! {
            <tr>
                <th scope="row">{point.label}</th>
                <td class="list-end"><A href=point.href {..} class="link">{point.text}</A></td>
            </tr>
        }
    };
    view! {
        <table class="list">
            <thead><tr><th scope="col">{head.0}</th> <th scope="col" class="list-end">{head.1}</th></tr></thead>
            <tbody>{points.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_value_takes_its_share_from_zero_to_the_edge() {
        assert_eq!(
            [share(0.0, 8.0), share(2.0, 8.0), share(8.0, 8.0), share(9.0, 8.0)],
            [0.0, 25.0, 100.0, 100.0]
        );
        assert_eq!(share(0.0, 0.0), 0.0, "where all is zero");
    }
}
