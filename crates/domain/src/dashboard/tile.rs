//! What the first page is made of, and how somebody arranges it for themselves.

use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    actor::Actor,
    codes::codes,
    permission::Permission::{self, *},
};

/// A part of the first page. Their order here is the usual one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DashboardTile))]
#[serde(rename_all = "snake_case")]
pub enum Tile {
    /// My follow-ups: the overdue ones and what comes next.
    FollowUps,
    /// My clients, of whom status and stage are changed here.
    MyClients,
    NewApplications,
    /// A note about one of my clients.
    QuickNote,
    /// Proposals that wait for a review.
    Approvals,
    /// Active clients by stage.
    CaseLoad,
    /// What the team has not done in time.
    TeamOverdue,
    /// Clients of each colleague.
    Team,
    /// How many follow-ups were overdue at the end of each week.
    OverdueTrend,
    /// How long applicants waited for the first answer, by week.
    ResponseTime,
    /// People in programs, and places.
    Capacity,
    /// What happened with my clients.
    Activity,
    /// What I did in thirty days.
    Numbers,
}
codes!(Tile: FollowUps "follow_ups", MyClients "my_clients", NewApplications "new_applications",
    QuickNote "quick_note", Approvals "approvals", CaseLoad "case_load", TeamOverdue "team_overdue", Team "team",
    OverdueTrend "overdue_trend", ResponseTime "response_time", Capacity "capacity", Activity "activity",
    Numbers "numbers");

impl Tile {
    /// All of these are needed for it.
    pub fn needs(self) -> &'static [Permission] {
        match self {
            Self::FollowUps | Self::OverdueTrend => &[SeeFollowUps],
            Self::MyClients => &[SeeClients],
            Self::NewApplications | Self::ResponseTime => &[ReviewApplications],
            Self::QuickNote | Self::Numbers => &[WriteGeneralNotes],
            Self::Approvals => &[ReviewProposals],
            Self::CaseLoad | Self::Activity => &[SeeClientDetails],
            Self::TeamOverdue => &[SeeTeam, SeeFollowUps],
            Self::Team => &[SeeTeam, SeeClientDetails],
            Self::Capacity => &[SeePrograms, SeeEnrollments],
        }
    }

    /// Whether it tells of clients by who sees them. Applications and proposals are seen by permission alone.
    fn is_of_clients(self) -> bool {
        !matches!(self, Self::NewApplications | Self::ResponseTime | Self::Approvals)
    }

    /// Of all clients one's own are told apart by who works with them, which is a detail of theirs.
    fn needs_where_all_are_seen(self, actor: &Actor) -> &'static [Permission] {
        match self {
            Self::MyClients | Self::QuickNote if actor.sight.everyone => &[SeeClientDetails],
            _ => &[],
        }
    }

    /// Whether somebody may have it.
    pub fn is_open_to(self, actor: &Actor) -> bool {
        let sees_some = actor.sight.everyone || actor.sight.caseload_of.is_some();
        let mut needs = self.needs().iter().chain(self.needs_where_all_are_seen(actor));
        needs.all(|one| actor.may(*one)) && (sees_some || !self.is_of_clients())
    }
}

/// Which tiles somebody wants, in which order, and which they left out. A name that this version does not know is
/// dropped: another version may have written it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DashboardArrangement))]
#[serde(deny_unknown_fields)]
pub struct Arrangement {
    #[serde(deserialize_with = "known")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, example = json!(["follow_ups", "case_load"])))]
    pub shown: Vec<Tile>,
    #[serde(default, deserialize_with = "known")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>, example = json!(["numbers"])))]
    pub hidden: Vec<Tile>,
}

impl Arrangement {
    /// What stands there as long as nobody arranged anything: all of them.
    pub fn usual() -> Self {
        Self { shown: Tile::ALL.to_vec(), hidden: Vec::new() }
    }

    /// As it was kept, by names.
    pub fn of_codes(shown: &[String], hidden: &[String]) -> Self {
        Self { shown: tiles(shown), hidden: tiles(hidden) }
    }

    /// The same for somebody who may have the tiles that `is_open` names: each once and no other. Those that it does not
    /// name, because they are new or were not for this person then, come last.
    pub fn narrowed(&self, is_open: impl Fn(Tile) -> bool) -> Self {
        let mut seen = Vec::new();
        let mut take = |tiles: &[Tile]| {
            let mut taken = Vec::new();
            for tile in tiles.iter().copied().filter(|tile| is_open(*tile)) {
                if !seen.contains(&tile) {
                    seen.push(tile);
                    taken.push(tile);
                }
            }
            taken
        };
        let (mut shown, hidden) = (take(&self.shown), take(&self.hidden));
        shown.extend(take(Tile::ALL));
        Self { shown, hidden }
    }
}

/// An arrangement as somebody has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DashboardTiles))]
pub struct Tiles {
    /// In their order.
    #[serde(deserialize_with = "known")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Tile>))]
    pub shown: Vec<Tile>,
    /// What this person could have besides.
    #[serde(deserialize_with = "known")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Tile>))]
    pub hidden: Vec<Tile>,
    /// Nobody has arranged anything.
    pub is_usual: bool,
}

/// Which tiles are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct DashboardFilter {
    /// May be repeated; those that the caller has on their page when absent. What one may not have is left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tile: Vec<Tile>,
}

fn known<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<Tile>, D::Error> {
    Ok(tiles(&Vec::<String>::deserialize(input)?))
}

fn tiles(codes: &[String]) -> Vec<Tile> {
    codes.iter().filter_map(|code| Tile::from_code(code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_version_wrote_is_dropped() {
        let text = r#"{"shown": ["numbers", "weather", "follow_ups"], "hidden": ["horoscope"]}"#;
        let found: Arrangement = serde_json::from_str(text).unwrap();
        assert_eq!(found, Arrangement { shown: vec![Tile::Numbers, Tile::FollowUps], hidden: vec![] });
    }

    #[test]
    fn each_tile_stands_there_once_and_none_that_is_not_open() {
        let wanted = Arrangement {
            shown: vec![Tile::Numbers, Tile::Team, Tile::Numbers],
            hidden: vec![Tile::FollowUps, Tile::Numbers],
        };
        let open = [Tile::FollowUps, Tile::MyClients, Tile::Numbers];
        let had = wanted.narrowed(|tile| open.contains(&tile));
        let expected =
            Arrangement { shown: vec![Tile::Numbers, Tile::MyClients], hidden: vec![Tile::FollowUps] };
        assert_eq!(had, expected);
    }

    #[test]
    fn the_usual_order_is_that_of_the_tiles() {
        assert_eq!(Arrangement::usual().narrowed(|_| true), Arrangement::usual());
        assert_eq!(Arrangement::default().narrowed(|_| true), Arrangement::usual());
    }
}
