//! How this installation works, as the administration decides.
//!
//! Every request is told the version of the settings together with who is calling (`actor()` in functions.sql). The
//! settings themselves are kept in memory under that version, so they cost a statement only when they have changed, and
//! a change holds for the next request of every server.

use std::sync::{Arc, RwLock};

use diesel::{pg::PgConnection, prelude::*};
use domain::{
    settings::{Module, SystemSettings, SystemSettingsPatch},
    validate::Draft,
};

use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    schema::settings,
    tx::{ReadTx, WriteTx},
};

/// The settings as this server last read them, once it has.
#[derive(Debug, Default)]
pub(crate) struct KeptSettings(RwLock<Option<Arc<SystemSettings>>>);

impl KeptSettings {
    /// Those of a version.
    pub(crate) fn of(&self, version: i32, conn: &mut PgConnection) -> StoreResult<Arc<SystemSettings>> {
        let kept = self.0.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone();
        if let Some(kept) = kept.filter(|kept| kept.version == version) {
            return Ok(kept);
        }
        let row: Row = settings::table.select(Row::as_select()).get_result(conn)?;
        let read = Arc::new(row.settings());
        *self.0.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(Arc::clone(&read));
        Ok(read)
    }
}

/// What holds now.
pub fn find(tx: &mut ReadTx) -> StoreResult<SystemSettings> {
    Ok(tx.settings().clone())
}

/// Changes the settings. `seen` is the version that the writer read.
pub fn amend(tx: &mut WriteTx, seen: i32, patch: &SystemSettingsPatch) -> StoreResult<SystemSettings> {
    patch.check(tx.today())?;
    let version = tx.settings().version;
    unchanged(Some(seen), version)?;
    let off = patch.modules_off.as_ref();
    let off = off.map(|modules| modules.iter().map(|module| module.code()).collect::<Vec<_>>());
    let statement = diesel::update(settings::table)
        .filter(settings::version.eq(version))
        .set((
            patch.password_length.map(|length| settings::password_length.eq(length)),
            patch.session_idle_minutes.map(|minutes| settings::session_idle_minutes.eq(minutes)),
            patch.session_hours.map(|hours| settings::session_hours.eq(hours)),
            patch.file_megabytes.map(|megabytes| settings::file_megabytes.eq(megabytes)),
            patch.application_files.map(|files| settings::application_files.eq(files)),
            patch.draft_days.map(|days| settings::draft_days.eq(days)),
            patch.unsent_days.map(|days| settings::unsent_days.eq(days)),
            patch.job_days.map(|days| settings::job_days.eq(days)),
            patch.failed_job_days.map(|days| settings::failed_job_days.eq(days)),
            patch.bulk_change_days.map(|days| settings::bulk_change_days.eq(days)),
            patch.application_months.map(|months| settings::application_months.eq(months)),
            patch.client_years.map(|years| settings::client_years.eq(years)),
            patch.access_years.map(|years| settings::access_years.eq(years)),
            patch.notification_days.map(|days| settings::notification_days.eq(days)),
            off.map(|codes| settings::modules_off.eq(codes)),
            settings::version.eq(version + 1),
        ))
        .returning(Row::as_returning());
    let row: Option<Row> = tx.try_returning(statement)?;
    Ok(row.ok_or(StoreError::Stale)?.settings())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = settings)]
struct Row {
    password_length: i32,
    session_idle_minutes: i32,
    session_hours: i32,
    file_megabytes: i32,
    application_files: i32,
    draft_days: i32,
    unsent_days: i32,
    job_days: i32,
    failed_job_days: i32,
    bulk_change_days: i32,
    application_months: i32,
    client_years: i32,
    access_years: i32,
    notification_days: i32,
    modules_off: Vec<String>,
    version: i32,
}

impl Row {
    fn settings(self) -> SystemSettings {
        SystemSettings {
            password_length: self.password_length,
            session_idle_minutes: self.session_idle_minutes,
            session_hours: self.session_hours,
            file_megabytes: self.file_megabytes,
            application_files: self.application_files,
            draft_days: self.draft_days,
            unsent_days: self.unsent_days,
            job_days: self.job_days,
            failed_job_days: self.failed_job_days,
            bulk_change_days: self.bulk_change_days,
            application_months: self.application_months,
            client_years: self.client_years,
            access_years: self.access_years,
            notification_days: self.notification_days,
            modules_off: self.modules_off.iter().filter_map(|code| Module::from_code(code)).collect(),
            version: self.version,
        }
    }
}
