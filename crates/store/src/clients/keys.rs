//! What clients are sorted and searched by: lower case, in Latin letters, without accents. Written by Rust alone.

use domain::clients::Client;

/// Between what everybody who sees the client may search and what only those who see the whole record may. Neither
/// part has it in a word.
pub(crate) const DIVIDER: char = '|';

/// The keys of one record.
pub(crate) struct Keys {
    /// Last name, first name. Two spaces part them, so that all of the Garcías stand before the García-Lópezes.
    pub name: String,
    /// Every word with a space before it, so that the beginnings of words can be searched too.
    pub search: String,
}

impl Keys {
    pub(crate) fn of(client: &Client) -> Self {
        let [last, first] = [&client.last_name, &client.first_name].map(|name| linkage::name(name));
        let name = if last.is_empty() { first } else { format!("{last}  {first}") };
        let names = [&client.first_name, &client.last_name].into_iter().chain(&client.preferred_name);
        let contacts = client.contact_points.iter().map(|contact| &contact.value);
        let card = linkage::search_key(names.chain(contacts));
        let ids = client.external_ids.iter().flat_map(|id| [&id.source, &id.value]);
        let rest = linkage::search_key(client.aliases.iter().chain(ids));
        Self { name, search: format!(" {card} {DIVIDER} {rest}") }
    }
}
