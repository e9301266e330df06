//! Rules, which the API calls policy assignments, and the policies that come with the service.

pub mod definitions;
pub mod emulate;
pub mod rule;
pub mod rules;
pub mod scope;
pub mod view;
