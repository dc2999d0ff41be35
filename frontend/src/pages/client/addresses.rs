//! Where somebody lives or gets mail: as many addresses as there are.

use domain::{clients::Address, problem::FieldError};
use leptos::prelude::*;

use crate::{
    api::json,
    components::icon::{Icon, Name},
    forms::{Check, Core, Field, Kind, TextField},
    i18n::tr,
};

/// One address in a form. Its slot stays while rows before it come and go.
#[derive(Clone, Copy)]
struct AddressPart {
    slot: usize,
    nowhere: Field<bool>,
    street: Field<String>,
    unit: Field<String>,
    city: Field<String>,
    region: Field<String>,
    postal_code: Field<String>,
}

impl AddressPart {
    fn new(core: Core, slot: usize, address: Address) -> Self {
        let at = |part: &str| format!("/addresses/{slot}/{part}");
        Self {
            slot,
            nowhere: core.field(at("no_fixed_address"), address.no_fixed_address),
            street: core.field(at("street"), address.street).also(at("__all__")),
            unit: core.field(at("unit"), address.unit),
            city: core.field(at("city"), address.city),
            region: core.field(at("region"), address.region),
            postal_code: core.field(at("postal_code"), address.postal_code),
        }
    }

    /// Nothing where nothing was typed.
    fn address(self) -> Option<Address> {
        let address = Address {
            no_fixed_address: self.nowhere.get(),
            street: self.street.trimmed(),
            unit: self.unit.trimmed(),
            city: self.city.trimmed(),
            region: self.region.trimmed(),
            postal_code: self.postal_code.trimmed(),
        };
        (!address.is_empty()).then_some(address)
    }
}

#[component]
fn PartFields(part: AddressPart) -> impl IntoView {
    view! {
        <Check field=part.nowhere label=tr!(clients.no_fixed_address)/>
        <div class="form-row">
            <TextField field=part.street label=tr!(clients.street)/>
            <TextField field=part.unit label=tr!(clients.unit) optional=true/>
        </div>
        <div class="form-row">
            <TextField field=part.city label=tr!(clients.city)/>
            <TextField field=part.region label=tr!(clients.region)/>
            <TextField field=part.postal_code label=tr!(clients.postal_code) kind=Kind::Digits/>
        </div>
    }
}

/// The addresses of a form. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct AddressRows {
    core: Core,
    rows: RwSignal<Vec<AddressPart>>,
    next: StoredValue<usize>,
}

/// Rows for the addresses that there are, or an empty one.
pub fn address_rows(core: Core, addresses: Vec<Address>) -> AddressRows {
    let rows = AddressRows { core, rows: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
    rows.fill(addresses);
    // Rows come and go, so that a draft keeps them as one.
    core.remember_as(
        "/addresses",
        move || serde_json::to_string(&rows.addresses()).unwrap_or_default(),
        move |text| rows.fill(json::parse(text).unwrap_or_default()),
    );
    rows
}

impl AddressRows {
    fn fill(self, addresses: Vec<Address>) {
        self.rows.set(Vec::new());
        let none = addresses.is_empty().then(Address::default);
        addresses.into_iter().chain(none).for_each(|address| self.push(address));
    }

    fn push(self, address: Address) {
        let slot = self.next.get_value();
        self.next.set_value(slot + 1);
        self.rows.update(|rows| rows.push(AddressPart::new(self.core, slot, address)));
    }

    fn remove(self, slot: usize) {
        self.rows.update(|rows| rows.retain(|row| row.slot != slot));
        self.core.was_changed();
    }

    pub fn addresses(self) -> Vec<Address> {
        self.rows.get().into_iter().filter_map(AddressPart::address).collect()
    }

    /// An error of the nth address belongs to the row that it came from.
    pub fn place(self, error: FieldError) -> FieldError {
        let Some(rest) = error.pointer.strip_prefix("/addresses/") else { return error };
        let (index, part) = rest.split_once('/').unwrap_or((rest, "street"));
        let filled = self.rows.get().into_iter().filter(|row| row.address().is_some());
        let row = index.parse().ok().and_then(|index: usize| filled.into_iter().nth(index));
        let pointer = row.map(|row| format!("/addresses/{}/{part}", row.slot));
        FieldError { pointer: pointer.unwrap_or_else(|| error.pointer.clone()), ..error }
    }
}

#[component]
pub fn AddressFields(rows: AddressRows) -> impl IntoView {
    let several = Memo::new(move |_| rows.rows.read().len() > 1);
    let fields = move |row: AddressPart| {
        let remove = move || {
            several.get().then(|| {
                view! {
                    <div class="form-group-foot">
                        <button class="btn btn-sm btn-ghost" type="button" on:click=move |_| rows.remove(row.slot)>
                            {tr!(clients.remove)}
                        </button>
                    </div>
                }
            })
        };
        view! { <div class="form-group"><PartFields part=row/> {remove}</div> }
    };
    view! {
        <For each=move || rows.rows.get() key=|row| row.slot let:row>{fields(row)}</For>
        <div class="form-actions">
            <button class="btn btn-sm" type="button" on:click=move |_| rows.push(Address::default())>
                <Icon name=Name::Plus/> {tr!(clients.add_address)}
            </button>
        </div>
    }
}
