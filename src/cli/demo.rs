//! `copydesk demo`: the service on an in-process log with sample pages, nothing to install.

pub mod pages;
