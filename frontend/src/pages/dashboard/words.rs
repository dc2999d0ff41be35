//! What the tiles are called, and what each is for.

use domain::dashboard::Tile;

use crate::i18n::{I18n, say};

pub fn title(i18n: I18n, tile: Tile) -> String {
    match tile {
        Tile::FollowUps => say!(i18n, dashboard.follow_ups),
        Tile::MyClients => say!(i18n, dashboard.my_clients),
        Tile::NewApplications => say!(i18n, dashboard.new_applications),
        Tile::QuickNote => say!(i18n, dashboard.note_for),
        Tile::Approvals => say!(i18n, dashboard.approvals),
        Tile::CaseLoad => say!(i18n, dashboard.case_load),
        Tile::TeamOverdue => say!(i18n, dashboard.team_overdue),
        Tile::Team => say!(i18n, dashboard.team),
        Tile::OverdueTrend => say!(i18n, dashboard.overdue_trend),
        Tile::ResponseTime => say!(i18n, dashboard.response_time),
        Tile::Capacity => say!(i18n, dashboard.capacity),
        Tile::Activity => say!(i18n, dashboard.activity),
        Tile::Numbers => say!(i18n, dashboard.numbers),
    }
}

pub fn help(i18n: I18n, tile: Tile) -> String {
    match tile {
        Tile::FollowUps => say!(i18n, dashboard.follow_ups_help),
        Tile::MyClients => say!(i18n, dashboard.my_clients_help),
        Tile::NewApplications => say!(i18n, dashboard.new_applications_help),
        Tile::QuickNote => say!(i18n, dashboard.note_help),
        Tile::Approvals => say!(i18n, dashboard.approvals_help),
        Tile::CaseLoad => say!(i18n, dashboard.case_load_help),
        Tile::TeamOverdue => say!(i18n, dashboard.team_overdue_help),
        Tile::Team => say!(i18n, dashboard.team_help),
        Tile::OverdueTrend => say!(i18n, dashboard.overdue_trend_help),
        Tile::ResponseTime => say!(i18n, dashboard.response_time_help),
        Tile::Capacity => say!(i18n, dashboard.capacity_help),
        Tile::Activity => say!(i18n, dashboard.activity_help),
        Tile::Numbers => say!(i18n, dashboard.numbers_help),
    }
}
