//! Forms: the domain's own checks, worded beside each field.
//!
//! A page makes a [`Core`], asks it for fields, and hands [`Form::new`] a closure that puts the fields' values into a
//! draft. The draft's `check` runs as the person types; what it finds is shown when a field is left, and all of it when
//! the form is sent. A 422 lands in the same places.
//!
//! ```ignore
//! let core = Core::new("lift");
//! let reason = core.text("/reason", String::new());
//! let form = Form::new(core, move || Lifting { reason: reason.get() });
//! view! {
//!     <FormView core on_send=move || form.send(move |lifting| session.lift(id, version, lifting), done)>
//!         <TextArea field=reason label=tr!(restrictions.lifting_reason)/>
//!         <SendButton core label=tr!(restrictions.lift)/>
//!     </FormView>
//! }
//! ```

mod around;
mod birth;
mod checks;
mod choices;
mod core;
mod days;
mod field;
mod form;
mod leaving;
mod password;
mod text;
mod typed;
mod view;
pub mod words;

pub use self::core::Core;
pub use around::{Aria, Around};
pub use birth::{Birth, BirthField};
pub use checks::{Check, Checks};
pub use choices::{Choices, Radios, Select};
pub use field::Field;
pub use form::Form;
pub use leaving::{AskBeforeLeaving, Leaving, provide_leaving, use_leaving};
pub use password::PasswordField;
pub use text::{DateField, Kind, TextArea, TextField};
pub use view::{FormView, SendButton};
