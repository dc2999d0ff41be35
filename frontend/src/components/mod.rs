//! What pages are made of. Nothing here knows the API.

pub mod address;
pub mod badge;
pub mod button;
pub mod chart;
pub mod confirm;
pub mod copy;
pub mod dialog;
pub mod empty;
pub mod failure;
pub mod filters;
pub mod icon;
pub mod listing;
pub mod loaded;
pub mod menu;
pub mod page_header;
pub mod paging;
pub mod period;
pub mod screen;
pub mod settings;
pub mod skip_link;
pub mod steps;
pub mod tabs;
pub mod time;
pub mod title;
pub mod toast;
