//! Taking rows of a list out as a file: how many, what of them and why, and how far it is.

use domain::{
    code_lists::label,
    exports::{Column, ExportColumn, MOST, Plain},
    validate::Draft,
};
use leptos::prelude::*;
use web_sys::Blob;

use crate::{
    api::Answer,
    components::{
        dialog::Dialog,
        loaded::{Loaded, Reading},
        toast::use_toasts,
    },
    format,
    forms::{Checks, Core, Form, FormView, SendButton, TextField},
    i18n::{I18n, say, tr, use_i18n},
    pages::disclosure::save,
    session::{Session, use_session},
};

/// Rows that can be taken out.
pub trait Rows: Clone + Send + Sync + 'static {
    type Column: Plain;
    type Draft: Draft + 'static;
    /// What most files are made for.
    const USUAL: &'static [Self::Column];

    /// How many there are, and what may stand in the file.
    async fn preview(self, session: Session) -> Answer<(u64, Vec<ExportColumn>)>;

    fn draft(self, what: What<Self::Column>) -> Self::Draft;

    /// The file and its name. `lines` hears how many lines have come.
    async fn take(
        session: Session,
        draft: Self::Draft,
        lines: impl Fn(u64) + 'static,
    ) -> Answer<(Blob, String)>;

    /// How many the file would have, in words; nothing may be none.
    fn headline(i18n: I18n, rows: u64) -> String;
}

/// What of the rows, why, and in which language.
pub struct What<P> {
    pub columns: Vec<Column<P>>,
    pub reason: String,
    pub language: Option<String>,
}

#[component]
pub fn ExportDialog<R: Rows>(
    open: RwSignal<bool>,
    /// Which rows, as they are chosen when it opens.
    of: Callback<(), R>,
) -> impl IntoView {
    view! { <Dialog open title=tr!(exports.title) wide=true><Ask open of/></Dialog> }
}

#[component]
fn Ask<R: Rows>(open: RwSignal<bool>, of: Callback<(), R>) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let too_many = move || say!(i18n, refused.too_many_in_a_file, max = format::number(i18n, MOST as u64));
    let of = StoredValue::new(untrack(|| of.run(())));
    let reading = Reading::new(move || of.get_value().preview(session));
    view! {
        <Loaded reading rows=6 lasting=true let:preview>
            {match preview {
                (0, _) => view! { <p role="status">{move || R::headline(i18n, 0)}</p> }.into_any(),
                (n, _) if n > MOST as u64 => view! { <p role="status">{too_many}</p> }.into_any(),
                (rows, columns) => view! { <ExportForm open of=of.get_value() rows columns/> }.into_any(),
            }}
        </Loaded>
    }
}

#[component]
fn ExportForm<R: Rows>(open: RwSignal<bool>, of: R, rows: u64, columns: Vec<ExportColumn>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let offered = StoredValue::new(columns);
    let core = Core::new("export").passing();
    let usual = |one: &&ExportColumn| R::USUAL.iter().any(|plain| one.column == plain.code());
    let first =
        offered.with_value(|all| all.iter().filter(usual).map(|one| one.column.clone()).collect::<Vec<_>>());
    let columns = core.field("/columns", first);
    let reason = core.text("/reason", "");
    let lines = RwSignal::new(0_u64);
    let form = Form::new(core, move || {
        of.clone().draft(What {
            columns: chosen(&offered.read_value(), &columns.get()),
            reason: reason.trimmed(),
            language: Some(i18n.language().code().to_owned()),
        })
    });
    // The dialog may be closed while the file comes, and then nobody follows it.
    let came = move |n| {
        lines.try_set(n);
    };
    let done = move |(file, name): (Blob, String)| {
        save(&file, &name);
        toasts.say(untrack(|| say!(i18n, exports.done, name = name)));
        open.set(false);
    };
    let send = move || {
        lines.set(0);
        form.send(move |draft| R::take(session, draft, came), done);
    };
    let word =
        move |one: &ExportColumn| (one.column.clone(), label(&one.labels, i18n.language().code()).to_owned());
    let choices = Signal::derive(move || offered.with_value(|all| all.iter().map(word).collect::<Vec<_>>()));
    view! {
        <p class="bulk-headline" role="status">{move || R::headline(i18n, rows)}</p>
        <p class="muted small">{tr!(exports.help)}</p>
        <FormView core on_send=send>
            <div class="in-columns"><Checks field=columns label=tr!(exports.columns) choices/></div>
            <TextField field=reason label=tr!(disclosure.why) help=tr!(exports.why_help)/>
            {move || (lines.get() > 0).then(|| view! { <Progress rows lines/> })}
            <div class="form-actions"><SendButton core label=tr!(exports.take)/></div>
        </FormView>
    }
}

/// The line over the columns is one of the lines that come.
#[component]
fn Progress(rows: u64, lines: RwSignal<u64>) -> impl IntoView {
    view! {
        <progress class="progress w-full" max=rows.to_string() aria-label=tr!(bulk.progress)
            prop:value=move || lines.get().saturating_sub(1).min(rows).to_string()></progress>
    }
}

/// In the order in which they are offered, whichever was ticked first. What is offered reads as a column, because the
/// server offers it.
fn chosen<P: Plain>(offered: &[ExportColumn], codes: &[String]) -> Vec<Column<P>> {
    let ticked = offered.iter().map(|one| one.column.clone()).filter(|code| codes.contains(code));
    ticked.flat_map(Column::try_from).collect()
}
