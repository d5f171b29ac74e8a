//! What people see: routes, pages, parts, templates, assets, locales.
#![forbid(unsafe_code)]
